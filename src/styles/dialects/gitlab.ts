import type { Dialect } from '../vocabulary.js';

/** GitLab: root lists, and lists that hang on a project or group. */
export const gitlab = {
  name: 'gitlab',
  title: 'GitLab',
  match: [
    {
      types: ['ProjectID', 'MergeRequest', 'Namespace'],
      queryFields: ['project', 'projects', 'currentUser'],
      score: 20,
    },
  ],
  list: {
    rows: 'nodes',
    count: 'count',
    page: {
      size: 'first',
      cursor: 'after',
      next: 'pageInfo.endCursor',
      more: 'pageInfo.hasNextPage',
      max: 100,
    },
    sort: {
      at: 'sort',
      ascending: '$FIELD_ASC',
      descending: '$FIELD_DESC',
      nulls: 'unknown',
      unique: true,
      nesting: 'none',
    },
  },
  get: { field: '$type', arguments: { id: '$id' } },
  ids: ['id'],
  limits: { page: 100 },
  auth: {
    header: 'private-token',
    value: '${UPSTREAM_PRIVATE_TOKEN}',
    note: 'A personal, group or project access token with the scope read_api.',
  },
  sources: { ties: 'https://docs.gitlab.com/development/database/keyset_pagination/' },
  notes: [
    'The list field is often a path with arguments: project(fullPath:).issues.',
    'Filters are arguments of their own (state, labelName, createdAfter, not); constant ones go into list.arguments, conditions are worked out here.',
    'Enum sorts are called CREATED_ASC, UPDATED_DESC and so on: map the sort names in list.sort.fields, e.g. createdAt: created.',
    'A query costs at most 250 points; keep the number of fields low.',
    'Ids are global ids (gid://gitlab/Issue/1).',
  ],
  example: { type: 'Project', list: 'projects', fields: { title: 'name', path: 'fullPath' } },
} satisfies Dialect;
