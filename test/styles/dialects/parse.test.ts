/** Parse Server finds no date by equality: it is asked for by two bounds, and by what lies outside of them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../../src/wix/json.js';
import { parseCount, parseQuery } from '../../../src/wix/requests.js';
import { type Served, serveGraphql } from '../../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../../rig.js';

const days = ['2024-01-02T03:04:05.006Z', '2024-01-02T03:04:05.007Z', '2024-02-03T00:00:00.000Z', null];
const rows = days.map((publishedOn, index) => ({ id: `p${index}`, objectId: `p${index}`, publishedOn }));

interface Test {
  readonly equalTo?: string;
  readonly notEqualTo?: string;
  readonly in?: readonly string[];
  readonly notIn?: readonly string[];
  readonly lessThan?: string;
  readonly lessThanOrEqualTo?: string;
  readonly greaterThan?: string;
  readonly greaterThanOrEqualTo?: string;
  readonly exists?: boolean;
}
interface Where {
  readonly AND?: readonly Where[];
  readonly OR?: readonly Where[];
  readonly NOR?: readonly Where[];
  readonly publishedOn?: Test;
}

function holds({ AND = [], OR, NOR = [], publishedOn = {} }: Where, row: (typeof rows)[number]): boolean {
  const value = row.publishedOn;
  const { lessThan, lessThanOrEqualTo, greaterThan, greaterThanOrEqualTo, exists } = publishedOn;
  const bounds: readonly (boolean | undefined)[] = [
    // A date never equals the text that it is sent as.
    publishedOn.equalTo === undefined && publishedOn.in === undefined,
    lessThan === undefined || (value !== null && value < lessThan),
    lessThanOrEqualTo === undefined || (value !== null && value <= lessThanOrEqualTo),
    greaterThan === undefined || (value !== null && value > greaterThan),
    greaterThanOrEqualTo === undefined || (value !== null && value >= greaterThanOrEqualTo),
    exists === undefined || exists,
  ];
  return (
    bounds.every(Boolean) &&
    AND.every((each) => holds(each, row)) &&
    (OR === undefined || OR.some((each) => holds(each, row))) &&
    !NOR.some((each) => holds(each, row))
  );
}

let server: Served;
let rig: Rig;
beforeAll(async () => {
  const find = (where: Where | undefined) => rows.filter((row) => holds(where ?? {}, row));
  server = await serveGraphql(
    `scalar Date
     interface ParseObject { objectId: ID! }
     type Post implements ParseObject { id: ID! objectId: ID! publishedOn: Date }
     input DateWhereInput {
       equalTo: Date notEqualTo: Date in: [Date] notIn: [Date] exists: Boolean
       lessThan: Date lessThanOrEqualTo: Date greaterThan: Date greaterThanOrEqualTo: Date
     }
     input PostWhereInput { AND: [PostWhereInput!] OR: [PostWhereInput!] NOR: [PostWhereInput!] publishedOn: DateWhereInput }
     enum PostOrder { objectId_ASC objectId_DESC publishedOn_ASC publishedOn_DESC }
     type PageInfo { hasNextPage: Boolean! }
     type PostEdge { node: Post }
     type PostConnection { edges: [PostEdge] count: Int! pageInfo: PageInfo! }
     type Query { posts(where: PostWhereInput, order: [PostOrder!], skip: Int, first: Int): PostConnection! post(id: ID!): Post! }`,
    {
      posts: ({ where, skip = 0, first = 100 }: { where?: Where; skip?: number; first?: number }) => {
        const found = find(where);
        return {
          edges: found.slice(skip, skip + first).map((node) => ({ node })),
          count: found.length,
          pageInfo: { hasNextPage: skip + first < found.length },
        };
      },
      post: ({ id }: { id: string }) => rows.find((row) => row.id === id),
    },
  );
  rig = await startRig(server.url, { dialect: 'parse' }, [
    {
      collection: 'posts',
      type: 'Post',
      id: 'objectId',
      list: 'posts',
      fields: { publishedOn: { path: 'publishedOn', scalar: 'dateTime' } },
    },
  ]);
});
afterAll(async () => {
  await rig.close();
  await server.close();
});

const moment = (index: number): Json => ({ $date: days[index]! });

test.each<readonly [Json, readonly string[]]>([
  [{ publishedOn: moment(0) }, ['p0']],
  [{ publishedOn: { $ne: moment(0) } }, ['p1', 'p2', 'p3']],
  [{ publishedOn: { $in: [moment(0), moment(2)] } }, ['p0', 'p2']],
  [{ publishedOn: { $nin: [moment(0), moment(2)] } }, ['p1', 'p3']],
  [{ $not: { publishedOn: moment(1) } }, ['p0', 'p2', 'p3']],
])('%j', async (filter, ids) => {
  const asked = server.asked.length;
  const request = parseQuery({ collectionId: 'posts', query: { filter } });
  const { items } = await rig.engine.query(rig.model('posts'), request, context());
  expect(items.map((item) => item._id).sort()).toEqual(ids);
  const count = parseCount({ collectionId: 'posts', filter });
  expect(await rig.engine.count(rig.model('posts'), count, context())).toEqual({ totalCount: ids.length });
  const sent = JSON.stringify(server.asked.slice(asked).map(({ variables }) => variables));
  expect(sent).not.toMatch(/equalTo|notEqualTo|"in"|"notIn"/);
});

test('one date is two bounds in one request', async () => {
  const request = parseQuery({ collectionId: 'posts', query: { filter: { publishedOn: moment(0) } } });
  const asked = server.asked.length;
  await rig.engine.query(rig.model('posts'), request, context());
  expect(server.asked).toHaveLength(asked + 1);
  expect(JSON.stringify(server.asked.at(-1)!.variables)).toContain(
    '{"AND":[{"publishedOn":{"greaterThanOrEqualTo":"2024-01-02T03:04:05.006Z"}},{"publishedOn":{"lessThanOrEqualTo":"2024-01-02T03:04:05.006Z"}}]}',
  );
});
