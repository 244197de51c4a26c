/** Wix's own fields and the keys of the others. */
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { propose } from '../../../src/authoring/propose/propose.js';
import { collectionFile } from '../../../src/authoring/write/files.js';

const scalars = 'scalar DateTime scalar Date scalar JSON';

function fieldsOf(members: string, more = ''): Readonly<Record<string, unknown>> {
  const schema = buildSchema(
    `type Query { notes(limit: Int, offset: Int): [Note!]! } type Note { key: ID! ${members} } ${more} ${scalars}`,
  );
  return propose(schema).collections[0]!.value.fields;
}

describe("Wix's own fields", () => {
  test.each([
    ['createdAt', 'updatedAt'],
    ['created_at', 'updated_at'],
    ['created', 'modified'],
    ['dateCreated', 'lastModified'],
    ['_createdDate', '_updatedDate'],
    ['createdDate', 'updatedDate'],
  ])('%s and %s', (created, updated) => {
    expect(fieldsOf(`${created}: DateTime ${updated}: DateTime text: String`)).toEqual({
      _createdDate: created,
      _updatedDate: updated,
      text: 'text',
    });
  });

  test('only where the type fits', () => {
    expect(fieldsOf('createdAt: String updatedAt: Date text: String')).toMatchObject({
      createdAt: 'createdAt',
      updatedAt: 'updatedAt',
    });
    expect(Object.keys(fieldsOf('createdDate: String updatedDate: Int'))).toEqual(['created', 'updated']);
  });

  test('the exact name goes first, and only one is taken', () => {
    expect(fieldsOf('createdAt: DateTime _createdDate: DateTime')).toEqual({
      createdAt: 'createdAt',
      _createdDate: '_createdDate',
    });
  });

  test('owner and _owner stay apart', () => {
    expect(fieldsOf('_owner: String owner: String')).toEqual({ _owner: '_owner', owner: 'owner' });
    expect(fieldsOf('_owner: JSON owner: String')).toEqual({ owner: 'owner', owner2: '_owner' });
  });
});

test('no ordinary field is called as Wix calls its own on the wire', () => {
  const schema = buildSchema(
    'type Query { notes(limit: Int): [Note!]! } type Note { documentId: ID! id: Int text: String }',
  );
  expect(propose(schema).collections[0]!.value).toMatchObject({
    id: 'documentId',
    fields: { itemId: 'id', text: 'text' },
  });
});

test('a field keeps its own name, whatever comes before it', () => {
  expect(fieldsOf('_status: String status: String')).toEqual({ status2: '_status', status: 'status' });
});

describe('what makes rows dearer is a comment', () => {
  const schema = buildSchema(`
    type Query { books(limit: Int, offset: Int): [Book!]! reviews(limit: Int, offset: Int): [Review!]! }
    type Book {
      id: ID! title: String authData: JSON date_created: DateTime date_created_func: datetime_functions
      reviews: [Review!]! reviewsCount: Int! notes: [Note!]! notes_aggregate: notes_aggregate pageCount: Int
    }
    type datetime_functions { year: Int month: Int }
    type Review { id: ID! text: String }
    type Note { id: ID! text: String }
    type notes_aggregate { aggregate: notes_aggregate_fields nodes: [Note!]! }
    type notes_aggregate_fields { count(distinct: Boolean): Int! max: Note }
    ${scalars}
  `);
  const books = propose(schema).collections.find((each) => each.name === 'books')!;
  const { text } = collectionFile(books);

  test('functions, lists, counts and aggregates', () => {
    expect(books.value.fields).toEqual({
      title: 'title',
      _createdDate: 'date_created',
      pageCount: 'pageCount',
      // It costs nothing until it is included.
      reviews: { type: 'MULTI_REFERENCE', collection: 'reviews', through: { list: 'reviews' } },
    });
    for (const line of [
      'date_created_func_year: date_created_func.year',
      'reviewsCount: reviewsCount',
      'notes_count: notes_aggregate.aggregate.count',
    ])
      expect(text).toContain(`  # ${line}`);
    expect(text).not.toContain('ggregateAggregate');
  });

  test('an aggregate that only counts', () => {
    const tags = buildSchema(`
      type Query { tags(limit: Int, offset: Int): [Tag!]! }
      type Tag { id: ID! name: String books_aggregate: books_aggregate! }
      type Book { id: ID! title: String }
      type books_aggregate { aggregate: books_aggregate_fields nodes: [Book!]! }
      type books_aggregate_fields { count(distinct: Boolean): Int! }
    `);
    const file = collectionFile(propose(tags).collections.find((each) => each.name === 'tags')!);
    expect(file.text).toContain('  # books_count: books_aggregate.aggregate.count');
    expect(file.text).not.toContain('ggregateAggregate');
  });
  test('tokens are left out and named', () => {
    expect(text).toMatch(/# left out: looks like a secret[^\n]*\n {2}# authData: authData/);
  });
});

test('fields in one language are comments with the languages', () => {
  const { text } = collectionFile(
    propose(
      buildSchema(`
        type Query { books(limit: Int, offset: Int): [Book!]! }
        type Book { id: ID! name(lang: Lang!): String blurb(language: Lang = EN): String translation(languageCode: Lang!): Translation }
        type Translation { title: String }
        enum Lang { EN DE }
      `),
    ).collections[0]!,
  );
  expect(text).toContain('# in one language each; choose that of requests in another one from EN, DE');
  expect(text).toContain(
    '#   arguments: { name: { lang: { language: { en: EN, de: DE, otherwise: EN } } } }',
  );
  expect(text).toContain(
    '#   arguments: { translation: { languageCode: { language: { en: EN, de: DE, otherwise: EN } } } }',
  );
  expect(text).toMatch(
    /# in one language; arguments: \{ blurb: \{ language: … \} \}: EN, DE\n +blurb: blurb/,
  );
});

describe('ids', () => {
  test('a getter says which field is the id, also where the schema does not demand it', () => {
    const [employees] = propose(
      buildSchema(`
        type Query { employees(limit: Int): [Employee!]! getEmployee(emp_id: Int): Employee }
        type Employee { emp_id: Int name: String }
      `),
    ).collections;
    expect(employees?.value).toMatchObject({ id: 'emp_id', fields: { name: 'name' } });
  });

  test('the key of a related item is the reference, not the object beside it, and no field of its own', () => {
    const [books] = propose(
      buildSchema(`
        type Query {
          books(where: BookFilter, limit: Int, offset: Int): [Book!]!
          authors(limit: Int, offset: Int): [Author!]! author(id: ID!): Author
        }
        input BookFilter { authorId: IdFilter } input IdFilter { eq: ID in: [ID!] }
        type Book { id: ID! title: String authorId: ID! author: Author }
        type Author { id: ID! name: String }
      `),
    ).collections;
    expect(books?.value.fields).toEqual({
      title: 'title',
      author: { path: 'authorId', type: 'REFERENCE', collection: 'authors', include: 'author' },
    });
  });

  test('where unsure, a person says it', () => {
    const [rows] = propose(
      buildSchema(`
        type Query { rows(limit: Int): [Row!]! }
        type Row { room_no: Int floor: Float email: String }
      `),
    ).collections;
    expect(rows?.value.id).toBe('?');
    expect(rows?.questions).toEqual(['id']);
    expect(collectionFile(rows!).text).toMatch(
      /# fill in: a value that each item has and no other; maybe room_no, email\nid: "?\?/,
    );
  });
});
