/** The table of relations in docs/detection.md: how many each schema has, how they were found, and why others are none. */
import type { Detection } from './detected.js';
import { detectRelations, type MissedReason, type RelationHow } from './relations.js';

const hows: readonly RelationHow[] = [
  'object and key',
  'object',
  'key',
  'list',
  'connection',
  'ids',
  'join',
  'reverse',
  'argument',
];
const reasons: readonly MissedReason[] = [
  'a value without an id',
  'no collection has its type',
  'one of several types',
  'wants an argument',
  'aggregates',
];

export const relationsHeader = `| schema | ${hows.join(' | ')} | not: ${reasons.join(' | not: ')} |`;

export function relationsRow(name: string, detection: Detection): string {
  const { found, missed } = detectRelations(detection.collections);
  const cells = [
    name,
    ...hows.map((how) => found.filter((each) => each.how === how).length),
    ...reasons.map((reason) => missed.get(reason) ?? 0),
  ];
  return `| ${cells.join(' | ')} |`;
}
