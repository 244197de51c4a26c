/** The running program takes writes while it reads its files again and again: each is done once, all of a request by one generation, and its answer says so. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { startApiByHand } from './api-by-hand.js';
import { ask, createCaller, directoryWith, ensureBuilt, serve } from './harness.js';
import { thingsUpstream } from './things-upstream.js';

beforeAll(() => ensureBuilt());

/** What the API is told of each write, so that it shows which files decided on it. */
const things = (generation: number): string => `version: 1
collection: things
type: Thing
list: things
id: id
fields: { name: name }
limits: { deadline: 20000 }
writes:
  identify: clientId
  insert: { mutation: createThing, arguments: { id: $id, by: "g${generation}", "...": $item }, result: "" }
  update: { mutation: updateThing, arguments: { id: $id, by: "g${generation}", "...": $item }, result: "" }
  remove: { mutation: deleteThing, arguments: { id: $id, by: "g${generation}" }, result: "" }
`;

const files = {
  'schema.graphql': `type Thing { id: ID! name: String }
input IdFilter { in: [ID!] }
input ThingFilter { id: IdFilter }
type Query { things(where: ThingFilter, limit: Int, offset: Int): [Thing!]! }
type Mutation {
  createThing(id: ID!, by: String, name: String): Thing
  updateThing(id: ID!, by: String, name: String): Thing
  deleteThing(id: ID!, by: String): Thing
}`,
  'upstream.yaml': thingsUpstream,
  'things.yaml': things(1),
};

interface Told {
  readonly root: string;
  readonly id: string;
  readonly by: string;
}

/** Keeps things, and each mutation that it is told, and takes up to 30 ms for an answer. */
async function startApi() {
  const stock = new Map<string, { id: string; name?: string }>();
  const told: Told[] = [];
  const api = await startApiByHand(async ({ query, variables }, response) => {
    await sleep(Math.random() * 30);
    const given = variables as Record<string, unknown>;
    const data: Record<string, unknown> = {};
    for (const [, alias, root, listed] of query.matchAll(
      /(?:(\w+): ?)?(createThing|updateThing|deleteThing|things)\(([^)]*)\)/g,
    )) {
      const values = Object.fromEntries(
        [...listed!.matchAll(/(\w+): ?(?:\$(\w+)|"([^"]*)")/g)].map(([, name, variable, text]) => [
          name,
          variable === undefined ? text : given[variable],
        ]),
      );
      const key = alias ?? root!;
      if (root === 'things') {
        const ids = (values.where as { id?: { in?: readonly string[] } } | undefined)?.id?.in;
        data[key] = [...stock.values()].filter(({ id }) => !ids || ids.includes(id));
        continue;
      }
      const { id, by, name } = values as { id: string; by: string; name?: string };
      told.push({ root: root!, id, by });
      data[key] = root === 'deleteThing' ? stock.get(id) : { id, name };
      if (root === 'deleteThing') stock.delete(id);
      else stock.set(id, { id, ...(name === undefined ? {} : { name }) });
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
  });
  return { api, stock, told };
}

it('writes while files are read again: each is done once, all of a request by one generation', async () => {
  const caller = await createCaller();
  const { api, stock, told } = await startApi();
  const directory = directoryWith(files);
  const service = await serve({ ...caller.environment, UPSTREAM_URL: api.url }, [
    '--mappings',
    directory.path,
    '--no-watch',
  ]);
  try {
    let over = false;
    let generation = 1;
    const reloading = (async () => {
      while (!over) {
        generation += 1;
        writeFileSync(join(directory.path, 'things.yaml'), things(generation));
        service.child.kill('SIGHUP');
        await sleep(15);
      }
    })();
    const wrong: unknown[] = [];
    const write = async (path: string, body: object, count: number): Promise<void> => {
      const answer = await ask(service, caller, path, { collectionId: 'things', ...body });
      const results = (answer.body.results ?? []) as readonly { readonly item?: object }[];
      if (answer.status !== 200 || results.length !== count || results.some(({ item }) => !item))
        wrong.push([path, answer.status, JSON.stringify(answer.body)]);
    };
    const callers = Array.from({ length: 6 }, async (_, own) => {
      for (let round = 0; round < 25; round++) {
        const ids = [1, 2, 3].map((each) => `c${own}-r${round}-${each}`);
        const items = (name: string) => ids.map((_id) => ({ _id, name }));
        await write('/v3/items/insert', { items: items('new') }, 3);
        await write('/v3/items/update', { items: items('changed') }, 3);
        await write('/v3/items/remove', { itemIds: ids.slice(1) }, 2);
      }
    });
    await Promise.all(callers);
    over = true;
    await reloading;
    expect(wrong).toEqual([]);
    // Nothing was done twice, and nothing was left out.
    const counts = new Map<string, number>();
    for (const { root, id } of told) counts.set(`${root} ${id}`, (counts.get(`${root} ${id}`) ?? 0) + 1);
    expect([...counts].filter(([, times]) => times !== 1)).toEqual([]);
    expect(counts.size).toBe(6 * 25 * (3 + 3 + 2));
    expect([...stock.values()].map(({ name }) => name)).toEqual(Array.from({ length: 150 }, () => 'changed'));
    // One request, one generation.
    const byRequest = new Map<string, Set<string>>();
    for (const { root, id, by } of told) {
      const request = `${root} ${id.slice(0, id.lastIndexOf('-'))}`;
      byRequest.set(request, (byRequest.get(request) ?? new Set()).add(by));
    }
    expect([...byRequest].filter(([, generations]) => generations.size !== 1)).toEqual([]);
    const generations = new Set(told.map(({ by }) => by));
    expect(generations.size).toBeGreaterThan(10);
    const lines = service.lines();
    expect(lines.filter(({ msg }) => msg === 'not reloaded: what served before serves on')).toEqual([]);
  } finally {
    expect(await service.stop()).toBe(0);
    directory.remove();
    await api.close();
  }
}, 60_000);
