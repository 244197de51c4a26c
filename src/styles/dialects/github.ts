import type { Dialect } from '../vocabulary.js';

/** GitHub: lists hang on a repository, an organization or the viewer. */
export const github = {
  name: 'github',
  title: 'GitHub',
  match: [
    {
      types: ['RateLimit', 'Repository', 'IssueOrder', 'PullRequest'],
      queryFields: ['repository', 'viewer', 'rateLimit'],
      score: 20,
    },
  ],
  list: {
    rows: 'nodes',
    count: 'totalCount',
    page: {
      size: 'first',
      cursor: 'after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
      max: 100,
    },
    sort: {
      at: 'orderBy',
      ascending: { field: '$FIELD', direction: 'ASC' },
      descending: { field: '$FIELD', direction: 'DESC' },
      nulls: 'unknown',
      nesting: 'none',
    },
    dates: { precision: 'second' },
  },
  get: { many: { field: 'nodes', arguments: { ids: '$ids' }, max: 100 } },
  ids: ['id'],
  limits: { page: 100, ids: 100, concurrency: 2, nodes: 500_000 },
  sources: { nodes: 'https://docs.github.com/graphql/overview/resource-limitations' },
  auth: {
    header: 'authorization',
    value: '${UPSTREAM_AUTHORIZATION}',
    note: '"Bearer <personal access token>" with read rights.',
  },
  notes: [
    'The list field is a path with arguments: repository(owner:, name:).issues. Its constant filters (states, labels, filterBy) go into list.arguments.',
    'Conditions are worked out here. For search the language github can be used: field search, list.filter {style: search, at: query, language: github}; it finds at most 1000 rows and is checked again.',
    'The hourly budget is 5000 points; one page is about one point.',
    'Writes must be declared.',
  ],
  example: {
    type: 'Repository',
    list: 'viewer.repositories',
    fields: { title: 'name', stars: 'stargazerCount' },
  },
} satisfies Dialect;
