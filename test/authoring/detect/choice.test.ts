/** Which of several lists of one type is taken. */
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { detectCollections } from '../../../src/authoring/detect/collections.js';
import { propose } from '../../../src/authoring/propose/propose.js';

const employee = 'type Employee { id: ID! name: String dept_id: Int }';
const chosen = (query: string, more = employee): readonly string[] =>
  detectCollections(buildSchema(`type Query { ${query} } ${more}`)).collections.map((each) => each.field);

describe('the list of all items', () => {
  test.each([
    'getAllEmployees: [Employee!]! getEmployeesByDept(dept_id: Int): [Employee!]!',
    'getAllEmployees: [Employee!]! employees_by_dept(dept_id: Int, name: String): [Employee!]!',
    'employeesForDept(dept_id: Int): [Employee!]! getAllEmployees: [Employee!]!',
    'deptEmployees(dept_id: Int): [Employee!]! getAllEmployees: [Employee!]!',
  ])('%s', (query) => expect(chosen(query)).toEqual(['getAllEmployees']));

  test('not one whose sort the API demands', () => {
    expect(
      chosen(
        `books(limit: Int, offset: Int, orderBy: [BookOrder!]): [Book!]!
         booksConnection(first: Int, after: String, orderBy: [BookOrder!]!): BookConnection!`,
        `type Book { id: ID! title: String }
         enum BookOrder { id_ASC id_DESC title_ASC title_DESC }
         type BookConnection { edges: [BookEdge!]! pageInfo: PageInfo! totalCount: Int! }
         type BookEdge { node: Book! cursor: String! }
         type PageInfo { hasNextPage: Boolean! endCursor: String }`,
      ),
    ).toEqual(['books']);
  });
});

describe('what is excluded', () => {
  const schema = buildSchema(`
    type Query {
      productSearch(filter: String, limit: Int, offset: Int): [Product!]!
      products(where: Filter, limit: Int, offset: Int, orderBy: Order): [Product!]!
    }
    type Product { id: ID! title: String }
    input Filter { title: Text } input Text { eq: String }
    input Order { title: Direction } enum Direction { asc desc }
  `);
  const lists = (exclude: readonly string[]) =>
    propose(schema, { exclude }).collections.map(({ value }) =>
      typeof value.list === 'string' ? value.list : value.list.field,
    );

  test('makes room for another list of the type', () => {
    expect(lists([])).toEqual(['products']);
    expect(lists(['products'])).toEqual(['productSearch']);
  });

  test('by the type: all of them', () => expect(lists(['Product'])).toEqual([]));
});
