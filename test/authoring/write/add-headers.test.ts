import { expect, test } from 'vitest';
import { withHeaders } from '../../../src/authoring/write/add-headers.js';

const headers = [['authorization', '${UPSTREAM_AUTHORIZATION}']] as const;

test('behind the address, with all comments kept', () => {
  const text = `# top
version: 1
url: https://api.example/graphql # where it is
schema: schema.graphql
# defaults of all lists
defaults:
  page: { size: limit, offset: offset }
`;
  expect(withHeaders(text, headers)).toBe(
    text.replace(
      'schema: schema.graphql',
      'headers:\n  authorization: ${UPSTREAM_AUTHORIZATION}\nschema: schema.graphql',
    ),
  );
});

test('beside those that are there', () => {
  expect(withHeaders('version: 1\nurl: https://api.example/\nheaders: { x-site: shop }\n', headers)).toBe(
    'version: 1\nurl: https://api.example/\nheaders: { x-site: shop, authorization: "${UPSTREAM_AUTHORIZATION}" }\n',
  );
});
