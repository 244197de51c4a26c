import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extensionNames, findExtension } from '../../../src/styles/extensions/registry.js';

test('names of extensions', () => {
  expect(extensionNames('idCodec')).toEqual(
    expect.arrayContaining(['gitlab-gid', 'relay-base64', 'shopify-gid']),
  );
  expect(extensionNames('requestHook')).toEqual(expect.arrayContaining(['aws-sigv4', 'prismic-ref']));
  for (const name of ['shopify', 'commercetools', 'github', 'kibo']) {
    expect(findExtension('searchLanguage', name)?.name).toBe(name);
  }
  expect(findExtension('idCodec', 'toString')).toBeUndefined();
});

describe.each<[string, [string, string][], unknown[], string[]]>([
  [
    'relay-base64',
    [
      ['Product:72', 'UHJvZHVjdDo3Mg=='],
      ['post:1', 'cG9zdDox'],
      ['a:b:ü', 'YTpiOsO8'],
    ],
    ['UHJvZHVjdDo3Mg', 'UHJvZHVjdDo3Mg==\n', 'UHJvZHVjdA==', '/w==', '', 7, null],
    ['', 'Product', ':1', 'Product:'],
  ],
  [
    'shopify-gid',
    [
      ['Product:1', 'gid://shopify/Product/1'],
      ['InventoryLevel:5?inventory_item_id=6', 'gid://shopify/InventoryLevel/5?inventory_item_id=6'],
    ],
    ['gid://gitlab/Product/1', 'gid://shopify/Product', 'gid://shopify/Product/', 'Product/1', '1', 1],
    ['', '1', 'Product', 'Product:', ':1', 'a b:1'],
  ],
  [
    'gitlab-gid',
    [
      ['Project:278964', 'gid://gitlab/Project/278964'],
      ['Ci::Pipeline:3', 'gid://gitlab/Ci::Pipeline/3'],
    ],
    ['gid://shopify/Project/1', 'Project:1'],
    ['Project', '::1'],
  ],
])('id codec %s', (name, pairs, refusedRaw, refusedIds) => {
  const codec = findExtension('idCodec', name)!;

  test.each(pairs)('%s ↔ %s', (id, raw) => {
    expect([codec.encode(id), codec.decode(raw)]).toEqual([raw, id]);
  });

  test.each(refusedRaw.map((raw) => [raw]))('decode refuses %j', (raw) => {
    expect(() => codec.decode(raw as string)).toThrow(name);
  });

  test.each(refusedIds.map((id) => [id]))('no upstream id corresponds to %j', (id) => {
    expect(codec.encode(id)).toBeUndefined();
  });

  test('encode and decode are inverse wherever they are defined', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 8 });
    fc.assert(
      fc.property(
        fc.oneof(
          part,
          fc.tuple(fc.stringMatching(/^[A-Z]\w{0,5}$/), part).map((p) => p.join(':')),
        ),
        (id) => {
          const raw = codec.encode(id);
          if (raw !== undefined) expect(codec.decode(raw)).toBe(id);
        },
      ),
    );
  });
});
