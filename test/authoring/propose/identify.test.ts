/** What `init --writes` writes down so that a new item can be recognised after a lost answer: excerpts of published schemas. */
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { propose } from '../../../src/authoring/propose/propose.js';
import { dialects } from '../../../src/styles/dialects/index.js';
import type { WriteStyles } from '../../../src/styles/vocabulary.js';

function writesOf(sdl: string, dialect?: string): WriteStyles {
  const schema = buildSchema(sdl, { assumeValidSDL: true });
  const known = dialects.find(({ name }) => name === dialect);
  const [collection] = propose(schema, { dialect: known, writes: true }).collections;
  return collection!.value.writes ?? {};
}

/** @param constraints values of the enum, as Hasura writes them */
const hasura = (id: string, constraints: string) => `
  type Query { products(where: products_bool_exp, order_by: [products_order_by!], limit: Int, offset: Int): [products!]!
    products_by_pk(id: ${id}!): products }
  type Mutation {
    insert_products_one(object: products_insert_input!, on_conflict: products_on_conflict): products
    update_products_by_pk(_set: products_set_input, pk_columns: products_pk_columns_input!): products
    delete_products_by_pk(id: ${id}!): products }
  scalar uuid scalar numeric enum order_by { asc asc_nulls_first desc desc_nulls_last }
  type products { id: ${id}! sku: String! slug: String name: String price: numeric }
  input products_insert_input { id: ${id} sku: String slug: String name: String price: numeric }
  input products_set_input { id: ${id} sku: String slug: String name: String price: numeric }
  input products_pk_columns_input { id: ${id}! }
  input products_bool_exp { _and: [products_bool_exp!] sku: String_comparison_exp id: ${id}_comparison_exp }
  input String_comparison_exp { _eq: String _in: [String!] } input ${id}_comparison_exp { _eq: ${id} _in: [${id}!] }
  input products_order_by { sku: order_by name: order_by }
  enum products_constraint { ${constraints} }
  enum products_update_column { sku name price }
  input products_on_conflict { constraint: products_constraint! update_columns: [products_update_column!]! = [] }`;
const on = (...columns: string[]) =>
  `"unique or primary key constraint on columns ${columns.map((each) => `\\"${each}\\"`).join(', ')}" ${columns.join('_')}_key`;

it('Hasura: a unique constraint of one column, where the database makes the ids', () => {
  expect(writesOf(hasura('Int', `${on('id')} ${on('sku')}`), 'hasura').identify).toEqual({ key: 'sku' });
});

it('Hasura: ids that are texts may come from Wix, so nothing is written down beside the dialect', () => {
  expect(writesOf(hasura('uuid', `${on('id')} ${on('sku')}`), 'hasura')).not.toHaveProperty('identify');
});

it.each([
  ['of several columns', on('sku', 'slug')],
  ['of the id', on('id')],
  ['without a description', 'products_sku_key'],
])('Hasura: a constraint %s names no item', (_, constraint) => {
  expect(writesOf(hasura('Int', constraint), 'hasura')).not.toHaveProperty('identify');
});

it('Keystone, Prisma: a plain member of the input that names one item; conditions do not', () => {
  const keystone = (unique: string) => `
    type Query { users(where: UserWhereInput! = {}, take: Int, skip: Int! = 0): [User!] user(where: UserWhereUniqueInput!): User
      usersCount(where: UserWhereInput! = {}): Int }
    type Mutation { createUser(data: UserCreateInput!): User
      updateUser(where: UserWhereUniqueInput!, data: UserUpdateInput!): User deleteUser(where: UserWhereUniqueInput!): User }
    type User { id: ID! name: String email: String nick: String }
    input UserWhereUniqueInput { id: ID ${unique} }
    input UserWhereInput { AND: [UserWhereInput!] name: StringFilter email: StringFilter }
    input StringFilter { equals: String in: [String!] }
    input UserCreateInput { name: String email: String nick: String }
    input UserUpdateInput { name: String email: String nick: String }`;
  expect(writesOf(keystone('nick: String email: String'), 'keystone').identify).toEqual({ key: 'email' });
  expect(writesOf(keystone('email: StringFilter AND: [UserWhereInput!]'), 'keystone')).not.toHaveProperty(
    'identify',
  );
});

const saleor = (reference: string, getter = 'id: ID, slug: String, externalReference: String') => `
  type Query { products(first: Int, after: String): ProductCountableConnection product(${getter}): Product }
  type ProductCountableConnection { edges: [ProductCountableEdge!]! pageInfo: PageInfo! totalCount: Int }
  type ProductCountableEdge { node: Product! cursor: String! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Product { id: ID! name: String! slug: String! externalReference: String }
  type Mutation { productCreate(input: ProductInput!): ProductPayload
    productUpdate(id: ID, externalReference: String, input: ProductInput!): ProductPayload productDelete(id: ID): ProductPayload }
  input ProductInput { name: String slug: String ${reference} }
  type ProductPayload { product: Product errors: [ProductError!]! }
  type ProductError { field: String message: String code: String! }`;

it('Saleor: the external reference, where the API gets items by it and takes it in a new one', () => {
  expect(writesOf(saleor('externalReference: String'), 'saleor').identify).toEqual({
    key: 'externalReference',
  });
  expect(writesOf(saleor(''), 'saleor')).not.toHaveProperty('identify');
  expect(writesOf(saleor('externalReference: String', 'id: ID, slug: String'), 'saleor')).not.toHaveProperty(
    'identify',
  );
});

it('commercetools: the key; updates are lists of actions, and carry the version', () => {
  const writes = writesOf(
    `type Query { zones(where: String, sort: [String!], limit: Int, offset: Int): ZoneQueryResult! zone(id: String, key: String): Zone }
    type ZoneQueryResult { offset: Int! count: Int! total: Long! results: [Zone!]! } scalar Long
    type Zone { id: String! version: Long! key: String name: String! description: String }
    type Mutation { createZone(draft: CreateZone!): Zone deleteZone(id: String, key: String, version: Long!): Zone
      updateZone(actions: [ZoneUpdateAction!]!, id: String, key: String, version: Long!): Zone }
    input CreateZone { name: String! key: String description: String }
    input ZoneUpdateAction { changeName: ChangeZoneName setDescription: SetZoneDescription setKey: SetZoneKey }
    input ChangeZoneName { name: String! } input SetZoneDescription { description: String } input SetZoneKey { key: String }`,
    'commercetools',
  );
  const version = { id: '$id', version: '$version' };
  expect(writes).toEqual({
    identify: { key: 'key' },
    insert: { mutation: 'createZone', arguments: { draft: '$item' } },
    update: {
      mutation: 'updateZone',
      arguments: { ...version, actions: '$actions' },
      version: 'commercetools',
      actions: ['set$Field', 'change$Field'],
    },
    remove: { mutation: 'deleteZone', arguments: version, version: 'commercetools' },
  });
});

/** @param told what the description of the mutation says */
const shopify = (told: string, directive = 'directive @idempotent(key: String!) on FIELD') => `
  ${directive}
  type Query { transfers(first: Int, after: String): TransferConnection! transfer(id: ID!): Transfer }
  type TransferConnection { nodes: [Transfer!]! edges: [TransferEdge!]! pageInfo: PageInfo! }
  type TransferEdge { node: Transfer! } type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Transfer { id: ID! note: String referenceName: String }
  type Mutation {
    """${told}""" transferCreate(input: TransferInput!): TransferPayload }
  input TransferInput { note: String referenceName: String }
  type TransferPayload { transfer: Transfer userErrors: [UserError!]! } type UserError { field: [String!] message: String! }`;

it('Shopify: a directive that the description of the mutation names, also of an API that nobody described', () => {
  const told = 'As of 2026-04, the key is required and must be provided using the `@idempotent` directive.';
  const expected = { idempotency: { directive: 'idempotent', argument: 'key' } };
  expect(writesOf(shopify(told), 'shopify-admin').identify).toEqual(expected);
  expect(writesOf(shopify(told)).identify).toEqual(expected);
  expect(writesOf(shopify('Makes a transfer.'), 'shopify-admin')).not.toHaveProperty('identify');
  expect(writesOf(shopify(told, ''), undefined)).not.toHaveProperty('identify');
});

it('an input that new items alone have is no reason against the update', () => {
  const writes = writesOf(`
    type Query { members(limit: Int, offset: Int): [Member!]! teams(limit: Int, offset: Int): [Team!]! member(id: ID!): Member }
    type Team { id: ID! name: String } type Member { id: ID! title: String team: Team! }
    input NewMember { title: String teamId: ID! } input MemberPatch { title: String }
    type Mutation { createMember(input: NewMember!): Member updateMember(id: ID!, input: MemberPatch!): Member }`);
  expect(Object.keys(writes)).toEqual(['insert', 'update']);
});

it('a new item that the API demands a value of, which no field can give, is left to a person', () => {
  const sdl = (name: string) => `
    type Query { zones(limit: Int, offset: Int): [Zone!]! zone(id: ID!): Zone }
    type Zone { id: ID! key: String name: String }
    input Local { locale: String! value: String! } input NewZone { key: String name: ${name} }
    type Mutation { createZone(draft: NewZone!): Zone }`;
  expect(writesOf(sdl('[Local!]!'))).not.toHaveProperty('insert');
  expect(writesOf(sdl('[Local!]'))).toHaveProperty('insert');
});

it.each([
  ['with', '_version: Int', { _version: '$version' }, { version: 'amplify' }],
  ['without', '', {}, {}],
])('AppSync %s versions', (_, member, version, source) => {
  const writes = writesOf(
    `type Query { listPosts(filter: ModelPostFilterInput, limit: Int, nextToken: String): ModelPostConnection getPost(id: ID!): Post }
    type ModelPostConnection { items: [Post]! nextToken: String } type Post { id: ID! title: String! body: String ${member} }
    input ModelPostFilterInput { title: ModelStringInput and: [ModelPostFilterInput] } input ModelStringInput { eq: String ne: String }
    input CreatePostInput { id: ID title: String! body: String ${member} } input DeletePostInput { id: ID! ${member} }
    input UpdatePostInput { id: ID! title: String body: String ${member} }
    type Mutation { createPost(input: CreatePostInput!): Post updatePost(input: UpdatePostInput!): Post
      deletePost(input: DeletePostInput!): Post }`,
    'appsync',
  );
  expect(writes.update).toEqual({
    mutation: 'updatePost',
    arguments: { input: { id: '$id', ...version, '...': '$item' } },
    ...source,
  });
  expect(writes.remove).toEqual({
    mutation: 'deletePost',
    arguments: { input: { id: '$id', ...version } },
    ...source,
  });
});
