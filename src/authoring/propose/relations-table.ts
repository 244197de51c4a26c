/**
 * Report of the relations that `init` finds in a folder of schemas, how many of them it writes, and why not the others: `npm
 * run detect:relations -- DIR`. One row a schema, as docs/detection.md has them.
 */
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { dialects } from '../../styles/dialects/index.js';
import { matchDialect } from '../../styles/dialects/match.js';
import type { MissedReason, RelationHow } from '../detect/relations.js';
import { readSchema, schemaFiles } from '../detect/report.js';
import type { Proposal } from './proposal.js';
import { propose } from './propose.js';
import type { DoubtKind } from './several-ways.js';

const hows: readonly RelationHow[] = [
  'object and key',
  'object',
  'key',
  'list',
  'connection',
  'ids',
  'join',
  'pairs',
  'reverse',
  'argument',
];
const doubts: readonly DoubtKind[] = [
  'may be cut',
  'not filtered',
  'waits',
  'other items',
  'does not bind',
  'too many',
];
const reasons: readonly MissedReason[] = [
  'a value without an id',
  'no collection has its type',
  'one of several types',
  'wants an argument',
  'aggregates',
];

const columns = [
  'schema',
  ...hows,
  'written',
  ...doubts.map((each) => `comment: ${each}`),
  ...reasons.map((each) => `none: ${each}`),
];
export const relationsHeader = `| ${columns.join(' | ')} |\n|${columns.map(() => '---').join('|')}|`;

/** @returns one row of the table; a cell of a kind is `written of found`, or one number where they are the same */
export function relationsRow(
  name: string,
  { relations, unrelated }: Pick<Proposal, 'relations' | 'unrelated'>,
): string {
  const written = relations.filter((each) => each.doubt === undefined);
  const cell = (how: RelationHow): string => {
    const [some, all] = [written, relations].map((each) => each.filter((one) => one.how === how).length);
    return some === all ? String(all) : `${some} of ${all}`;
  };
  const cells = [
    name,
    ...hows.map(cell),
    `${written.length} of ${relations.length}`,
    ...doubts.map((kind) => relations.filter((each) => each.doubt === kind).length),
    ...reasons.map((reason) => unrelated.filter((each) => each.reason === reason).length),
  ];
  return `| ${cells.join(' | ')} |`;
}

export function proposedRelations(schema: GraphQLSchema): Pick<Proposal, 'relations' | 'unrelated'> {
  return propose(schema, { dialect: matchDialect(schema, dialects)?.dialect });
}

function main(folder: string | undefined): void {
  if (!folder) {
    process.stderr.write('usage: npm run detect:relations -- DIR\n');
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`${relationsHeader}\n`);
  for (const file of schemaFiles(folder)) {
    const found = proposedRelations(readSchema(join(folder, file)));
    process.stdout.write(`${relationsRow(file.replace(/\.graphql$/, ''), found)}\n`);
  }
}

if (process.argv[1]?.endsWith('relations-table.ts')) main(process.argv[2]);
