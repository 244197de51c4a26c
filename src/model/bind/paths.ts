/**
 * Paths of mapping files into upstream objects: names joined by dots. `images.0.url` takes one element of a
 * list, `tags[].name` goes through all of them, `media.(MediaImage).image.url` goes on only where the object is of that
 * type. A list at the end (`tags`) may be written with or without `[]`.
 */

export type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'each' }
  | { readonly kind: 'type'; readonly name: string };

/** A path that cannot be read; `offset` is where in its text, `length` how much of it is wrong. */
export class PathError extends Error {
  readonly offset: number;
  readonly length: number;
  constructor(message: string, offset: number, length: number) {
    super(message);
    this.name = 'PathError';
    this.offset = offset;
    this.length = Math.max(length, 1);
  }
}

const name = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The steps of a path as it stands in a mapping, e.g. `tags[].name` or `media.(MediaImage).image.url`.
 * @throws PathError with the place in the text
 */
export function parsePath(text: string): readonly Step[] {
  const steps: Step[] = [];
  let offset = 0;
  for (const segment of text.split('.')) {
    parseSegment(segment, offset, steps);
    offset += segment.length + 1;
  }
  const last = steps.at(-1)!;
  if (last.kind === 'type')
    throw new PathError(
      'A path cannot end with a type; name a field of it',
      text.lastIndexOf('('),
      last.name.length + 2,
    );
  return Object.freeze(steps);
}

function parseSegment(segment: string, offset: number, steps: Step[]): void {
  const fail = (message: string, at = 0, length = segment.length - at): never => {
    throw new PathError(message, offset + at, length);
  };
  const previous = steps.at(-1);
  if (segment === '') fail('A name is missing here');
  if (segment.startsWith('(')) {
    if (!segment.endsWith(')')) fail('A type condition is written in parentheses: (TypeName)');
    const type = segment.slice(1, -1);
    if (!name.test(type)) fail('This is not the name of a type', 1, segment.length - 2);
    if (previous?.kind === 'type') fail('One type condition is enough');
    steps.push(Object.freeze({ kind: 'type', name: type }));
    return;
  }
  if (/^\d+$/.test(segment)) {
    if (!/^(?:0|[1-9]\d{0,8})$/.test(segment)) fail('This is not a position in a list');
    if (previous?.kind !== 'field' && previous?.kind !== 'index')
      fail('A position needs a list before it: images.0.url');
    steps.push(Object.freeze({ kind: 'index', index: Number(segment) }));
    return;
  }
  const brackets = segment.indexOf('[');
  const field = brackets < 0 ? segment : segment.slice(0, brackets);
  if (brackets >= 0 && segment.slice(brackets) !== '[]')
    fail('Write [] for all elements, or a position after a dot: images.0.url', brackets);
  if (!name.test(field)) fail('This is not the name of a field', 0, field.length);
  if (field.startsWith('__') && field !== '__typename') fail('Names with two underscores belong to GraphQL');
  steps.push(Object.freeze({ kind: 'field', name: field }));
  if (brackets >= 0) steps.push(each);
}

const each: Step = Object.freeze({ kind: 'each' });

/** The text of a path; `parsePath` gives the same steps again. */
export function printPath(steps: readonly Step[]): string {
  let text = '';
  for (const step of steps) {
    if (step.kind === 'each') text += '[]';
    else text += `${text === '' ? '' : '.'}${printStep(step)}`;
  }
  return text;
}

function printStep(step: Exclude<Step, { kind: 'each' }>): string {
  if (step.kind === 'index') return String(step.index);
  return step.kind === 'type' ? `(${step.name})` : step.name;
}

type Read = (value: unknown) => unknown;

/**
 * A reader of one path, for many rows. `keys` are the response keys of its fields, as the selection gave them; without
 * them the names themselves. What is missing on the way gives null. `[]` gives one flat list: lists inside it are spread,
 * elements without a value are left out; a missing list gives null, not an empty list. Type conditions need no look at the
 * row, since their fields are in the answer only for objects of that type.
 */
export function readPath(steps: readonly Step[], keys?: readonly string[]): Read {
  let field = keys?.length ?? steps.filter((step) => step.kind === 'field').length;
  let read: Read = (value) => value ?? null;
  for (const step of [...steps].reverse()) {
    if (step.kind === 'field') {
      field -= 1;
      read = readMember(keys?.[field] ?? step.name, read);
    } else if (step.kind === 'index') read = readElement(step.index, read);
    else if (step.kind === 'each') read = readEach(read);
  }
  return read;
}

function readMember(key: string, next: Read): Read {
  // Keys such as constructor are there in every object without being in the answer.
  const inherited = key in Object.prototype;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    if (inherited && !Object.hasOwn(value, key)) return null;
    return next((value as Record<string, unknown>)[key]);
  };
}

function readElement(index: number, next: Read): Read {
  return (value) => (Array.isArray(value) ? next(value[index]) : null);
}

function readEach(next: Read): Read {
  return (value) => {
    if (!Array.isArray(value)) return null;
    const found: unknown[] = [];
    for (const element of value) {
      const part = next(element);
      if (Array.isArray(part)) {
        for (const each of part) if (each !== null && each !== undefined) found.push(each);
      } else if (part !== null && part !== undefined) found.push(part);
    }
    return found;
  };
}
