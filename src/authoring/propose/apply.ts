/** Puts findings into a proposed mapping, each with its comment: the one place where what was learned is written. */

import { isPlainObject } from '../../json.js';
import type { CollectionMapping, FieldMapping } from '../../mapping/schema.js';
import type { Path } from '../../mapping/source.js';
import type { Json } from '../../styles/vocabulary.js';
import { assumption } from '../detect/paging.js';
import type { Finding } from '../learn/finding.js';
import type { DisabledBlock, YamlComment } from '../write/write-yaml.js';
import type { ProposedCollection } from './collection.js';

export function applyFindings(
  proposed: ProposedCollection,
  findings: readonly Finding[],
): ProposedCollection {
  return findings.reduce(applyOne, proposed);
}

function applyOne(proposed: ProposedCollection, finding: Finding): ProposedCollection {
  const { line, change, comment } = finding;
  if (change === 'leave') return leaveOut(proposed, String(line[1]), comment ?? finding.evidence);
  const value = change === 'say' ? proposed.value : placed(proposed.value, line, change.put);
  const comments = isSize(line) ? proposed.comments.map(withoutAssumption) : proposed.comments;
  return {
    ...proposed,
    value,
    comments: comment === undefined ? comments : withComment(comments, commentAt(line), comment),
  };
}

function isSize(line: Path): boolean {
  return line.join('.') === 'list.page.max';
}

function withoutAssumption(comment: YamlComment): YamlComment {
  return comment.path.join('.') === 'list.page'
    ? { ...comment, text: comment.text.replace(`; ${assumption}`, '') }
    : comment;
}

/** Comments stand at a part of the list, at a field, or at a line of the file itself. */
function commentAt(line: Path): Path {
  return line[0] === 'list' || line[0] === 'fields' ? line.slice(0, 2) : line.slice(0, 1);
}

function withComment(comments: readonly YamlComment[], path: Path, text: string): readonly YamlComment[] {
  const at = path.join('.');
  if (comments.some((each) => each.path.join('.') === at && each.text === text)) return comments;
  return [...comments, { path, text, place: 'end' }];
}

/** Members whose text stands for an object with this member. */
const shortForms: Readonly<Record<string, string>> = { list: 'field', count: 'path' };

/** The mapping with a value at the path; what stands on the way in a short form is written out. */
function placed(mapping: CollectionMapping, line: Path, value: Json): CollectionMapping {
  const at = (present: Json | undefined, path: Path, parent: string): Json => {
    const [step, ...rest] = path;
    if (step === undefined) return value;
    const name = String(step);
    const own = isPlainObject(present)
      ? present
      : typeof present === 'string'
        ? { [shortForms[parent] ?? 'path']: present }
        : {};
    return { ...own, [name]: at(own[name], rest, name) };
  };
  return at(mapping as unknown as Json, line, '') as unknown as CollectionMapping;
}

/** The field as a comment below the others, with the reason. */
function leaveOut(proposed: ProposedCollection, key: string, reason: string): ProposedCollection {
  const { [key]: left, ...fields } = proposed.value.fields;
  if (left === undefined) return proposed;
  return {
    ...proposed,
    value: { ...proposed.value, fields },
    comments: proposed.comments.filter(({ path }) => path[0] !== 'fields' || path[1] !== key),
    disabled: withDisabled(proposed.disabled, key, left, reason),
  };
}

const leftOut = 'left out: ';

/** Fields that are left out stand together; two reasons are enough to see why. */
function withDisabled(
  blocks: readonly DisabledBlock[],
  key: string,
  value: string | FieldMapping,
  reason: string,
): readonly DisabledBlock[] {
  const index = blocks.findIndex(({ learned }) => learned === true);
  const own = blocks[index];
  if (!own)
    return [
      ...blocks,
      { path: ['fields'], value: { [key]: value } as never, text: `${leftOut}${reason}`, learned: true },
    ];
  const reasons = own.text!.slice(leftOut.length).split('; ');
  const text = reasons.includes(reason) || reasons.length > 1 ? own.text! : `${own.text}; ${reason}`;
  return blocks.with(index, { ...own, value: { ...own.value, [key]: value as Json }, text });
}

/** A reference to a collection that is not written leads nowhere. */
export function withoutReferences(
  proposed: ProposedCollection,
  gone: ReadonlySet<string>,
): ProposedCollection {
  const { fields } = proposed.value;
  const leads = (value: string | FieldMapping): boolean =>
    typeof value === 'object' && value.collection !== undefined && gone.has(value.collection);
  const kept = Object.entries(fields).filter(([, value]) => !leads(value));
  if (kept.length === Object.keys(fields).length) return proposed;
  const lost = Object.entries(fields).filter(([, value]) => leads(value));
  return {
    ...proposed,
    value: { ...proposed.value, fields: Object.fromEntries(kept) },
    comments: proposed.comments.filter(
      ({ path }) => path[0] !== 'fields' || !lost.some(([key]) => key === path[1]),
    ),
    disabled: [
      ...proposed.disabled,
      {
        path: ['fields'],
        value: Object.fromEntries(lost) as never,
        text: 'left out: the API refuses to read what they refer to',
      },
    ],
  };
}
