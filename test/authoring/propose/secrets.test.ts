import { buildSchema, GraphQLBoolean, GraphQLInt, GraphQLString } from 'graphql';
import { describe, expect, test } from 'vitest';
import { propose } from '../../../src/authoring/propose/propose.js';
import { looksSecret } from '../../../src/authoring/propose/secrets.js';
import { collectionFile } from '../../../src/authoring/write/files.js';

describe('names of secrets', () => {
  test.each([
    'password',
    'passwordHash',
    'hashed_password',
    'secret',
    'clientSecret',
    'accessToken',
    'token',
    'apiKey',
    'API_KEY',
    'private_key',
    'ssn',
    'cardNumber',
  ])('%s', (name) => expect(looksSecret(name, GraphQLString)).toBe(true));

  test.each([
    'email',
    'name',
    'tokenId',
    'hash',
    'commitHash',
    'salt',
    'pin',
    'key',
    'keyword',
    'hashtag',
    'author',
    'secretary',
    'number',
    'spin',
  ])('%s is none', (name) => expect(looksSecret(name, GraphQLString)).toBe(false));

  test('what only speaks of one is none', () => {
    expect(looksSecret('hasPassword', GraphQLBoolean)).toBe(false);
    expect(looksSecret('otp', GraphQLInt)).toBe(true);
  });
});

test('a proposal leaves them to a person', () => {
  const schema = buildSchema(`
    type Query { users(limit: Int, offset: Int): [User!]! }
    type User { id: ID! email: String! passwordHash: String account: Account }
    type Account { plan: String apiKey: String }
  `);
  const users = propose(schema).collections[0]!;
  expect(Object.keys(users.value.fields)).toEqual(['email', 'accountPlan']);
  const { text } = collectionFile(users);
  expect(text).toContain('  # left out: looks like a secret; take the # away to publish it\n');
  expect(text).toMatch(/\n {2}# .*passwordHash: passwordHash/);
  expect(text).toContain('accountApiKey: account.apiKey');
});
