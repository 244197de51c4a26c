/** An upstream with 10,000 rows that answers quickly: a list that can only be paged, and one that filters and finds nothing. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { directoryWith } from '../cli/harness.js';
import { answerDocument } from '../upstreams/documents.js';

export const rowCount = 10_000;

const fieldKeys = Array.from({ length: 10 }, (_, index) => `f${index}`);
const rows = Array.from({ length: rowCount }, (_, index) => ({
  id: `r${index}`,
  ...Object.fromEntries(fieldKeys.map((key, at) => [key, `${key} of ${(index * (at + 7)) % 4999}`])),
  n: index,
}));

const members = `id: ID! n: Float ${fieldKeys.map((key) => `${key}: String`).join(' ')}`;
const conditions = 'eq: String in: [String!] contains: String';
const schema = buildSchema(`
  type Part { ${members} } type Thing { ${members} }
  input TextFilter { ${conditions} }
  input ThingFilter { AND: [ThingFilter!] OR: [ThingFilter!] NOT: ThingFilter id: TextFilter ${fieldKeys.map((key) => `${key}: TextFilter`).join(' ')} }
  type Query { parts(limit: Int, offset: Int): [Part!]! things(limit: Int, offset: Int, where: ThingFilter): [Thing!]! }`);

export async function startManyRows(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const pages = new Map<string, string>();
  const answer = async (text: string): Promise<string> => {
    const { query, variables = {} } = JSON.parse(text);
    if (query.includes('__schema'))
      return JSON.stringify(await answerDocument({ schema, source: query, variableValues: variables }));
    if (query.includes('things')) return '{"data":{"things":[]}}';
    const selected: string[] = /\)\s*\{([^{}]*)\}/.exec(query)![1]!.trim().split(/\s+/);
    const { limit, offset } = variables;
    const key = JSON.stringify([selected, limit, offset]);
    const page =
      pages.get(key) ??
      JSON.stringify({
        data: {
          parts: rows
            .slice(offset, offset + limit)
            .map((row) => Object.fromEntries(selected.map((name) => [name, row[name as 'id']]))),
        },
      });
    pages.set(key, page);
    return page;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      response.setHeader('content-type', 'application/json');
      response.end(await answer(Buffer.concat(chunks).toString()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Mapping files for it; `remove` when done. */
export function manyRowsMapping() {
  const fields = `  _id: id\n${[...fieldKeys, 'n'].map((key) => `  ${key}: ${key}\n`).join('')}`;
  const list = (name: string, type: string) =>
    `version: 1\ncollection: ${name}\ntype: ${type}\nid: id\nfields:\n${fields.replace('  _id: id\n', '')}limits: { scan: 20000 }\n`;
  return directoryWith({
    'upstream.yaml': 'version: 1\nurl: ${UPSTREAM_URL}\ndefaults:\n  page: { size: limit, offset: offset }\n',
    'parts.yaml': `${list('parts', 'Part')}list: { field: parts }\n`,
    'things.yaml': `${list('things', 'Thing')}list:
  field: things
  filter:
    style: operators
    at: where
    operators:
      any: { eq: { eq: $value }, in: { in: $value } }
      text: { contains: { send: { contains: $value }, case: insensitive } }
    and: { AND: $all }
    or: { OR: $all }
    not: { NOT: $one }
    notLogic: two-valued
`,
  });
}
