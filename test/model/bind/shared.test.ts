import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { createClient } from '../../../src/upstream/transport/client.js';
import { compileHeaders } from '../../../src/upstream/transport/headers.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { bindRig } from '../../rig.js';

const url = 'http://127.0.0.1:1/graphql';
const schema = buildSchema(`
  enum color { red green }
  enum size { small large }
  type items { id: ID!, name: String!, note: String, tags: [String!]!, color: color!, size: size! }
  type others { id: ID!, name: String! }
  type Query { items: [items!]!, others: [others!]! }
`);
const client = createClient({ world: systemWorld, url, headers: compileHeaders({}), timeoutMs: 1000 });

it('fields of one kind have one codec, whatever their collection; fields of another kind have another', async () => {
  const rig = bindRig(url, schema, client, {}, [
    {
      collection: 'items',
      type: 'items',
      list: 'items',
      id: 'id',
      fields: {
        name: 'name',
        note: 'note',
        tags: 'tags',
        color: 'color',
        size: 'size',
        labelled: { path: 'name', values: { a: 'A' } },
        relabelled: { path: 'name', values: { a: 'B' } },
      },
    },
    { collection: 'others', type: 'others', list: 'others', id: 'id', fields: { name: 'name' } },
  ]);
  const codecOf = (collection: string, key: string) => {
    const { source } = rig.model(collection).fields.get(key)!;
    return source.kind === 'path' ? source.codec : undefined;
  };
  expect(codecOf('items', 'note')).toBe(codecOf('items', 'name'));
  expect(codecOf('others', 'name')).toBe(codecOf('items', 'name'));
  const different = ['name', 'tags', 'color', 'size', 'labelled', 'relabelled'].map((key) =>
    codecOf('items', key),
  );
  expect(new Set(different).size).toBe(different.length);
  expect(codecOf('items', 'labelled')?.decode('a')).toBe('A');
  expect(codecOf('items', 'relabelled')?.decode('a')).toBe('B');
  await rig.close();
});
