/**
 * The benchmark's upstream, a process of its own: answers GraphQL-looking requests with texts that it makes once and
 * keeps, so that it is not what is measured. Introspection is answered from a real schema. All conditions and orders
 * of the load fit all rows as they stand, so `where` and `order_by` need no work.
 *
 * Speaks on its IPC channel: sends { port }, answers 'requests' with { requests } and starts to count anew, also after 'hang', from which on
 * nothing is answered, and 'answer', from which on new requests are again.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeExecutableSchema } from '@graphql-tools/schema';
import {
  type FieldNode,
  graphqlSync,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import {
  type Maker,
  makerAt,
  makerCount,
  type Product,
  positionOf,
  productAt,
  productCount,
  schemaText,
  shelfCount,
  wordsAt,
} from './products.js';

interface Body {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> & {
    readonly limit?: number;
    readonly offset?: number;
    readonly where?: unknown;
  };
}

const schema = makeExecutableSchema({ typeDefs: schemaText });
const answers = new Map<string, Buffer>();
let requests = 0;
let hangs = false;

function fieldsOf(selection: SelectionSetNode | undefined): FieldNode[] {
  return (selection?.selections ?? []).filter((each) => each.kind === Kind.FIELD);
}

function select(value: unknown, fields: readonly FieldNode[]): unknown {
  if (fields.length === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => select(each, fields));
  const source = value as Record<string, unknown>;
  return Object.fromEntries(
    fields.map((each) => [
      each.alias?.value ?? each.name.value,
      each.name.value === '__typename'
        ? 'products'
        : select(source[each.name.value], fieldsOf(each.selectionSet)),
    ]),
  );
}

function makeAnswer({ query, variables = {} }: Body): Buffer {
  const [operation] = parse(query).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('not an operation');
  const { limit = productCount, offset = 0 } = variables;
  const data: Record<string, unknown> = {};
  const errors: object[] = [];
  if (operation.operation === 'mutation')
    return Buffer.from(JSON.stringify({ data: inserted(operation, variables) }));
  for (const root of fieldsOf(operation.selectionSet)) {
    const fields = fieldsOf(root.selectionSet);
    const key = root.alias?.value ?? root.name.value;
    if (root.name.value.endsWith('_aggregate')) {
      const count = root.name.value === 'shelf_aggregate' ? shelfCount : productCount;
      data[key] = select({ aggregate: { count } }, fields);
      continue;
    }
    if (root.name.value === 'makers') {
      data[key] = makersWanted(variables.where).map((maker) => select(maker, fields));
      continue;
    }
    const ids = idsOf(variables.where);
    if (ids) {
      data[key] = ids.flatMap(productsOf).map((product) => select(product, fields));
      continue;
    }
    const count = root.name.value === 'shelf' ? shelfCount : productCount;
    const length = Math.max(0, Math.min(limit, count - offset));
    const rowAt = root.name.value === 'words' ? wordsAt : productAt;
    data[key] = Array.from({ length }, (_, index) => select(rowAt(offset + index), fields));
    if (root.name.value === 'broken') errors.push(...breakCells(key, data[key] as Row[]));
  }
  return Buffer.from(JSON.stringify(errors.length > 0 ? { data, errors } : { data }));
}

type Row = { rating?: number | null };

/** Every fifth rating fails: the cell is null, and an error tells of it. */
function breakCells(key: string, rows: readonly Row[]): readonly object[] {
  return rows.flatMap((row, index) => {
    if (index % 5 !== 0) return [];
    row.rating = null;
    return [{ message: 'the rating cannot be read', path: [key, index, 'rating'] }];
  });
}

/** The new products as they were given: one for each root, or the list of one root. */
function inserted(
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fieldsOf(operation.selectionSet).map((root) => {
      const value = root.arguments?.[0]?.value;
      if (value?.kind !== Kind.VARIABLE) throw new Error('a new product that is no variable');
      const given = variables[value.name.value];
      const fields = fieldsOf(root.selectionSet);
      const stored = Array.isArray(given) ? { affected_rows: given.length, returning: given } : given;
      return [root.alias?.value ?? root.name.value, select(stored, fields)];
    }),
  );
}

const makers = new Map(
  Array.from({ length: makerCount }, (_, position) => makerAt(position)).map((maker) => [maker.id, maker]),
);

/** Those of the ids that the filter names. */
function makersWanted(where: unknown): readonly Maker[] {
  return (idsOf(where) ?? [...makers.keys()]).flatMap((id) => makers.get(id) ?? []);
}

/** The ids that a filter names; undefined: none. */
function idsOf(where: unknown): readonly string[] | undefined {
  const id = (where as { id?: { _eq?: string; _in?: readonly string[] } } | undefined)?.id;
  return id?._in ?? (id?._eq === undefined ? undefined : [id._eq]);
}

/** The product with this id, if there is one. */
function productsOf(id: string): readonly Product[] {
  const at = positionOf(id);
  return at < productCount ? [productAt(at)] : [];
}

function answerTo(text: string): Buffer {
  const body = JSON.parse(text) as Body;
  if (/\b__(?:schema|type)\b/.test(body.query))
    return Buffer.from(JSON.stringify(graphqlSync({ schema, source: body.query })));
  requests += 1;
  const { limit, offset, where } = body.variables ?? {};
  // Conditions on products fit all of them, but those on their ids.
  const ids = idsOf(where) ? JSON.stringify(where) : '';
  // What is inserted decides over the whole answer.
  const key = body.query.startsWith('mutation') ? text : `${limit} ${offset} ${ids} ${body.query}`;
  let answer = answers.get(key);
  if (!answer) {
    answer = makeAnswer(body);
    answers.set(key, answer);
  }
  return answer;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (hangs) return;
    const answer = answerTo(Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', (message) => {
  if (message !== 'requests') hangs = message === 'hang';
  process.send?.({ requests });
  requests = 0;
});
process.on('disconnect', () => process.exit());
