/** upstream.yaml for an API of things that a test answers by hand: filtered by id alone, with its schema beside. */
export const thingsUpstream = `version: 1
url: \${UPSTREAM_URL}
schema: schema.graphql
introspection: { enabled: false }
defaults:
  page: { size: limit, offset: offset, max: 100 }
  filter: { style: operators, at: where, operators: { id: { in: { in: $value } } } }
`;
