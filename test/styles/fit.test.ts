import { buildSchema, type GraphQLInputObjectType, type GraphQLInputType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { fits, renderedFitsMembers } from '../../src/styles/fit.js';
import { inputMembers } from '../../src/styles/judge-input.js';
import { renderTemplate } from '../../src/styles/template.js';
import type { Json } from '../../src/styles/vocabulary.js';

const schema = buildSchema(`
  scalar JSON
  enum Direction { ASC DESC }
  input TextFilter { eq: String, in: [String!], mode: Direction }
  input BookFilter { title: TextFilter, pages: Int, tags: [TextFilter], any: JSON, and: [BookFilter!] }
  input Range { from: Int!, to: Int! = 5 }
  type Query { books(where: BookFilter!, direction: Direction, range: Range, texts: [String]): Int }
`);
const filter = schema.getType('BookFilter') as GraphQLInputObjectType;
const argument = (name: string): GraphQLInputType =>
  schema
    .getQueryType()!
    .getFields()
    .books!.args.find((each) => each.name === name)!.type;
const title = { field: 'title' };

describe('fits', () => {
  it.each<[boolean, string, Json]>([
    [true, 'where', { $field: { eq: '$value' } }],
    [true, 'where', { $field: { in: ['$value'] } }],
    // A single value stands for a list of one.
    [true, 'where', { $field: { in: '$value' } }],
    [true, 'where', { $field: { eq: '$value', mode: 'ASC' } }],
    [false, 'where', { $field: { eq: '$value', mode: 'asc' } }],
    [false, 'where', { $field: { like: '$value' } }],
    [false, 'where', { $field: '$value' }],
    [false, 'where', { author: { eq: '$value' } }],
    [false, 'where', { pages: { eq: '$value' } }],
    [true, 'where', { pages: '$value' }],
    [true, 'where', { tags: [{ eq: '$value' }] }],
    [true, 'where', { and: [{ pages: 1 }, { $field: { eq: 'a' } }] }],
    [false, 'where', { and: [{ page: 1 }] }],
    // Only scalars of the API's own may take objects and lists.
    [true, 'where', { any: { whatever: ['$value'] } }],
    [false, 'where', { pages: { whatever: 1 } }],
    [true, 'where', { pages: null }],
    [false, 'where', null],
    [true, 'direction', 'DESC'],
    [true, 'direction', '$value'],
    [false, 'direction', 'UP'],
    [true, 'range', { from: 1 }],
    [false, 'range', { to: 1 }],
    [true, 'texts', ['a', null]],
  ])('%s: %s of %j', (expected, name, template) => {
    expect(fits(template, argument(name), title)).toBe(expected);
  });

  it.each<[boolean, Json]>([
    [true, { $field: { eq: '$value' } }],
    [true, { $field: { eq: '$value' }, pages: 1 }],
    [false, { $field: { eq: '$value' }, price: 1 }],
    [false, '$value'],
  ])('members: %s for %j', (expected, template) => {
    const members = inputMembers(filter);
    expect(renderedFitsMembers(renderTemplate(template, title), members)).toBe(expected);
  });
});
