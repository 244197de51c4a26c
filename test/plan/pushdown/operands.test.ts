/** Operands that the upstream's inputs refuse or take for something else are answered here, and never sent. */
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/wix/json.js';
import { bindRig } from '../../rig.js';
import { sentFor } from '../bound.js';

const schema = buildSchema(`
  scalar EmailAddress
  scalar URL
  scalar PhoneNumber
  """A time string at UTC, such as 10:15:30Z, compliant with the \`full-time\` format outlined in section 5.6 of the RFC 3339"""
  scalar Time
  """The javascript \`Date\` as integer. Type represents date and time as number of milliseconds from start of UNIX epoch."""
  scalar Timestamp
  scalar JSON
  enum State { NEW USED }
  type Book { id: ID! title: String mail: EmailAddress site: URL phone: PhoneNumber at: Time stamp: Timestamp
    state: State stars: Int data: JSON printed: String category: ID }
  input TextFilter { eq: String in: [String!] contains: String isNull: Boolean }
  input MailFilter { eq: EmailAddress in: [EmailAddress!] contains: EmailAddress isNull: Boolean }
  input UrlFilter { eq: URL contains: URL isNull: Boolean }
  input PhoneFilter { eq: PhoneNumber isNull: Boolean }
  input TimeFilter { eq: Time gt: Time lt: Time isNull: Boolean }
  input StampFilter { eq: Timestamp gte: Timestamp lt: Timestamp isNull: Boolean }
  input StateFilter { eq: State in: [State!] isNull: Boolean }
  input IntFilter { eq: Int in: Int isNull: Boolean }
  input JsonFilter { isNull: Boolean }
  input IdFilter { eq: ID in: ID }
  input Where { title: TextFilter mail: MailFilter site: UrlFilter phone: PhoneFilter at: TimeFilter stamp: StampFilter
    state: StateFilter stars: IntFilter data: JsonFilter printed: TextFilter category: IdFilter or: [Where!] }
  type Query { books(where: Where, limit: Int, offset: Int): [Book!]! }`);

const rig = bindRig(
  'http://localhost/graphql',
  schema,
  { request: () => Promise.reject(new Error('deaf')), shown: '', close: () => Promise.resolve() },
  {
    defaults: {
      page: { size: 'limit', offset: 'offset' },
      filter: {
        style: 'operators',
        at: 'where',
        operators: {
          any: {
            eq: { eq: '$value' },
            in: { in: '$value' },
            gt: { gt: '$value' },
            gte: { gte: '$value' },
            lt: { lt: '$value' },
            isNull: { isNull: true },
            notNull: { isNull: false },
          },
          text: { contains: { send: { contains: '$value' }, case: 'insensitive' } },
        },
        or: { or: '$all' },
        misread: ['null', '$NOW*'],
      },
    },
  },
  [
    {
      collection: 'books',
      type: 'Book',
      id: 'id',
      list: 'books',
      fields: Object.fromEntries(
        [
          'title',
          'mail',
          'site',
          'phone',
          'at',
          'stamp',
          'state',
          'stars',
          'data',
          'printed',
          'category',
        ].map((key) => [key, key]),
      ),
    },
  ],
);
const sent = (filter: Json) => sentFor(rig.model('books'), filter);
const refused = { here: 'the upstream refuses such an operand here' };

describe('what a scalar refuses', () => {
  test.each<[Json, unknown]>([
    [{ mail: 'a@example.com' }, { sent: { mail: { eq: 'a@example.com' } }, exact: true }],
    [{ mail: 'somebody' }, refused],
    [{ mail: '' }, refused],
    [{ mail: { $in: ['a@example.com', 'x'] } }, refused],
    [{ mail: { $contains: 'example' } }, refused],
    [
      { site: 'https://example.com/a?b=c' },
      { sent: { site: { eq: 'https://example.com/a?b=c' } }, exact: true },
    ],
    [{ site: 'example.com' }, refused],
    [{ site: 'https://' }, refused],
    [{ phone: '+17895551234' }, { sent: { phone: { eq: '+17895551234' } }, exact: true }],
    [{ phone: '0789 555' }, refused],
    [{ at: '10:15:30' }, { here: 'the upstream cannot name just these values' }],
  ])('%j', (filter, expected) => expect(sent(filter)).toEqual(expected));
});

test('the description of a scalar says what its name does not', () => {
  expect(rig.model('books').fields.get('stamp')!.type).toBe('DATETIME');
  expect(sent({ stamp: { $gte: { $date: '2024-01-15T10:00:00.000Z' } } })).toEqual({
    sent: { stamp: { gte: Date.UTC(2024, 0, 15, 10) } },
    exact: true,
  });
});

describe('a list operator on a member that takes one value', () => {
  test.each<[Json, unknown]>([
    [{ stars: { $in: [1, 2] } }, { sent: { or: [{ stars: { eq: 1 } }, { stars: { eq: 2 } }] }, exact: true }],
    [
      { category: { $in: ['1', '2'] } },
      { sent: { or: [{ category: { eq: '1' } }, { category: { eq: '2' } }] }, exact: true },
    ],
    [{ title: { $in: ['a', 'b'] } }, { sent: { title: { in: ['a', 'b'] } }, exact: true }],
  ])('%j', (filter, expected) => expect(sent(filter)).toEqual(expected));
});

describe('what the API takes for something else', () => {
  const misread = { here: 'the upstream takes this text for something else' };
  test.each<Json>([
    { title: 'null' },
    { title: 'NULL' },
    { title: '$NOW(-1 day)' },
    { title: { $in: ['a', 'null'] } },
    { title: { $contains: 'null' } },
  ])('%j', (filter) => expect(sent(filter)).toEqual(misread));
  test('and nothing else', () => {
    expect(sent({ title: 'nulls' })).toEqual({ sent: { title: { eq: 'nulls' } }, exact: true });
  });
});

describe('what is printed shorter than it is stored', () => {
  const unnamed = { here: 'the upstream cannot name just these values' };
  test.each<Json>([
    { printed: '2024-01-15 10:00:00.123' },
    { printed: '2024-01-15T10:00:00Z' },
    { printed: { $in: ['2024-01-15T10:00', 'x'] } },
  ])('%j', (filter) => expect(sent(filter)).toEqual(unnamed));
  test('a day is a text', () => {
    expect(sent({ printed: '2024-01-15' })).toEqual({ sent: { printed: { eq: '2024-01-15' } }, exact: true });
  });
});

describe('a search in an enum is membership in the values that match', () => {
  test.each<[Json, unknown]>([
    [{ state: { $contains: 'e' } }, { sent: { state: { isNull: false } }, exact: true }],
    [{ state: { $startsWith: 'n' } }, { sent: { state: { eq: 'NEW' } }, exact: true }],
    [{ state: { $contains: 'x' } }, 'none'],
    [{ state: { $gt: 'NEW' } }, { sent: { state: { eq: 'USED' } }, exact: true }],
    [
      { $not: { state: { $endsWith: 'd' } } },
      { sent: { or: [{ state: { eq: 'NEW' } }, { state: { isNull: true } }] }, exact: true },
    ],
  ])('%j', (filter, expected) => expect(sent(filter)).toEqual(expected));
});

test('an empty text or list in JSON is found by no null test', () => {
  const unnamed = { here: 'the upstream cannot name just these values' };
  expect(sent({ data: { $isEmpty: true } })).toEqual(unnamed);
  expect(sent({ data: { $isEmpty: false } })).toMatchObject(unnamed);
});
