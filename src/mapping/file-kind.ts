/** What each kind of mapping file is known by: what to read about its parts, and which of them it may lack. */
import { referencePage } from './reference-page.js';
import { collectionMapping, upstreamMapping } from './schema.js';
import { isOptionalAt, keysAt, schemasAt } from './schema-walk.js';
import type { FileKind, Path } from './source.js';

/** What a field is read from: without it nothing is left of the field. */
const essential: ReadonlySet<string> = new Set(['path', 'through', 'template']);

function isEssential([part, , member, ...rest]: Path): boolean {
  return part === 'fields' && rest.length === 0 && essential.has(String(member));
}

/**
 * Without these, more would be seen or done than was meant: they are never taken out by themselves. `*` is any step.
 */
const narrowing: readonly (readonly string[])[] = [
  ['where'],
  ['whereFor'],
  ['allow'],
  ['permissions'],
  ['list', 'arguments'],
  ['get', 'arguments'],
  ['get', 'many', 'arguments'],
  ['defaults', 'arguments'],
  ['fields', '*', 'hidden'],
  ['fields', '*', 'writes', '*', 'arguments'],
  ['writes', '*', 'arguments'],
  ['writes', '*', 'version'],
];

/** Whom a rule does not name is refused: one of several names can go. */
function isOneOfRule([rule, operation, ...rest]: Path): boolean {
  return (
    (rule === 'whereFor' && operation !== undefined && rest.length === 0) ||
    (rule === 'allow' && operation !== undefined && rest.length === 1)
  );
}

function isNarrowing(path: Path): boolean {
  if (isOneOfRule(path)) return false;
  return narrowing.some(
    (steps) => steps.length <= path.length && steps.every((step, at) => step === '*' || step === path[at]),
  );
}

const schemas = { upstream: upstreamMapping, collection: collectionMapping };

export function fileKind(kind: keyof typeof schemas): FileKind {
  return {
    pageOf: (path) => referencePage(kind, path),
    fitness(path) {
      const isWord = keysAt(schemas[kind], path.slice(0, -1)).includes(String(path.at(-1)));
      return isWord ? 2 : schemasAt(schemas[kind], path).length > 0 ? 1 : 0;
    },
    canLack: (path) => !isNarrowing(path) && !isEssential(path) && isOptionalAt(schemas[kind], path),
  };
}
