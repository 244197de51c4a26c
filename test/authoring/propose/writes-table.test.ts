/** The row of a schema in the table of writes counts what is proposed, and each reason against it. */
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { writesHeader, writesRow } from '../../../src/authoring/propose/writes-table.js';

const list = (type: string) => `${type.toLowerCase()}s(limit: Int, offset: Int): [${type}!]!`;
const types = ['Whole', 'Owned', 'Twice', 'Blank', 'Mute', 'Keyed'] as const;
const schema = buildSchema(`
  type Query { ${types.map(list).join(' ')} }
  ${types.map((type) => `type ${type} { id: ID! title: String pages: Int }`).join('\n')}
  input Values { title: String pages: Int } input KeyedValues { id: ID! title: String pages: Int }
  input OwnedValues { title: String pages: Int owner: ID! }
  input Strange { first: ID second: ID third: ID }
  type Mutation {
    createWhole(input: Values!): Whole updateWhole(id: ID!, input: Values!): Whole deleteWhole(id: ID!): Whole
    createOwned(input: OwnedValues!): Owned updateOwned(ownerId: ID!, input: Values!): Owned
    createTwice(first: Values, second: Values): Twice
    createBlank(input: Strange!): Blank
    createMute(input: Values!): Boolean
    createKeyed(input: KeyedValues!): Keyed
  }
`);

test('a row', () => {
  const cells = (line: string) => line.split('|').map((cell) => cell.trim());
  const names = cells(writesHeader.split('\n')[0]!);
  const row = cells(writesRow('made up', schema));
  expect(Object.fromEntries(names.map((name, index) => [name, row[index]]))).toMatchObject({
    schema: 'made up',
    n: '6',
    insert: '2',
    update: '1',
    remove: '1',
    'ids from Wix': '1',
    // update and remove of five, but for the one that wants the id of its owner
    'no mutation': '9',
    demands: '2',
    ambiguous: '1',
    'nothing to write': '1',
    'no id told': '1',
  });
});
