/** What `check` says about mapping files over the demo shop's schema, without a network: as tests of binding read it. */
import { printSchema } from 'graphql';
import { createApp } from '../../../src/app/app.js';
import { createDemoSchema } from '../../../src/demo/schema.js';
import { formatProblem } from '../../../src/mapping/problem.js';
import { unobserved } from '../../../src/world/observation.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { directoryWith } from '../../cli/harness.js';

const demoSchema = printSchema(createDemoSchema());

/** The demo shop's API, each part of its style in one line so that a test can replace one. */
export const demoUpstream = `version: 1
url: http://127.0.0.1:9/graphql
schema: schema.graphql
introspection: { enabled: false }
defaults:
  rows: items
  count: totalCount
  page: { size: limit, offset: offset, max: 250 }
  filter:
    style: operators
    at: where
    operators:
      any:
        eq: { eq: $value }
        ne: { send: { ne: $value }, nulls: kept }
        in: { in: $value }
        gt: { gt: $value }
        isNull: { isNull: true }
      text:
        contains: { send: { contains: $value }, case: insensitive }
      list:
        hasSome: { hasSome: $value }
        isEmptyList: { isEmpty: true }
    and: { AND: $all }
    or: { OR: $all }
    not: { NOT: $one }
  sort:
    at: orderBy
    list: true
    ascending: { $field: ASC }
    descending: { $field: DESC }
    nulls: lowest
`;

export const productsHead = 'version: 1\ncollection: products\ntype: Product\nid: id\n';
export const products = `${productsHead}list: products\nfields: { title: name, stock: stock }\n`;

export interface Judged {
  /** Ids of the collections that are served. */
  readonly served: readonly string[];
  /** `upstream.yaml:3:4: …`, one problem after another. */
  readonly problems: string;
}

export async function judge(files: Readonly<Record<string, string>>, schema = demoSchema): Promise<Judged> {
  const directory = directoryWith({
    'upstream.yaml': demoUpstream,
    'schema.graphql': schema,
    ...(Object.keys(files).every((name) => name === 'upstream.yaml') ? { 'products.yaml': products } : {}),
    ...files,
  });
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: directory.path,
    environment: {},
    observe: unobserved,
    prefer: 'saved',
    retry: 'never',
  });
  try {
    await app.started;
    const problems = app.problems.map((each) => {
      const severity = each.severity === 'warning' ? 'warning: ' : '';
      return `${severity}${formatProblem(each).replaceAll(`${directory.path}/`, '')}`;
    });
    return { served: [...app.collections.keys()], problems: problems.join('\n') };
  } finally {
    await app.close();
    directory.remove();
  }
}

/** The demo upstream with one text replaced, which must be there. */
export function upstreamWith(before: string, after: string): Readonly<Record<string, string>> {
  if (!demoUpstream.includes(before)) throw new Error(`the demo upstream has no ${before}`);
  return { 'upstream.yaml': demoUpstream.replace(before, () => after) };
}
