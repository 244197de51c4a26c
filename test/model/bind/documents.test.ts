/** Documents that a mapping leads to are valid against the schema, and no two paths of one item collide in them. */
import fc from 'fast-check';
import { buildSchema, executeSync, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { listCall } from '../../../src/calls/list.js';
import { compileRows } from '../../../src/model/bind/rows.js';
import { createOperationBuilder } from '../../../src/upstream/document/operation.js';
import type { UpstreamClient } from '../../../src/upstream/transport/client.js';
import { bindRig } from '../../rig.js';

const schema = buildSchema(
  `
  interface Named { name: String }
  type Image implements Named { name: String url(size: Int, format: String = "png"): String tags: [String] }
  type Video implements Named { name: String url: String poster: Image }
  union Media = Image | Video
  type Product { id: ID! title(language: String): String media: Media extra: Named all: [Media!] owner: Owner }
  type Owner { id: ID! title: String product: Product }
  type Query { products(limit: Int, offset: Int): [Product!]! }
`,
);

const deaf: UpstreamClient = {
  request: () => Promise.reject(new Error('nothing is to be sent')),
  shown: '',
  close: () => Promise.resolve(),
};
const fields = {
  title: 'title',
  german: { path: 'title', arguments: { title: { language: 'de' } } },
  english: { path: 'title', arguments: { title: { language: 'en' } } },
  small: { path: 'media.(Image).url', arguments: { url: { size: 10 } } },
  large: { path: 'media.(Image).url', arguments: { url: { size: 1000, format: 'webp' } } },
  plain: 'media.(Image).url',
  film: 'media.(Video).url',
  poster: { path: 'media.(Video).poster.url', arguments: { url: { size: 10 } } },
  imageName: 'media.(Image).name',
  videoName: 'media.(Video).name',
  extraName: 'extra.name',
  extraUrl: 'extra.(Image).url',
  first: 'all.0.(Image).url',
  names: { path: 'all[].(Video).name', type: 'ARRAY_STRING' },
  tags: { path: 'media.(Image).tags', type: 'ARRAY_STRING' },
  owner: 'owner.title',
  ownerId: 'owner.id',
  back: 'owner.product.title',
};
const rig = bindRig('http://localhost/graphql', schema, deaf, { dialect: 'plain' }, [
  {
    collection: 'products',
    type: 'Product',
    list: { field: 'products', page: { size: 'limit', offset: 'offset' } },
    id: 'id',
    fields,
  },
]);
const model = rig.model('products');

const image = {
  __typename: 'Image',
  name: 'image',
  url: (args: object) => `image ${JSON.stringify(args)}`,
  tags: ['a'],
};
const video = { __typename: 'Video', name: 'video', url: 'film', poster: image };
const product = (media: object) => ({
  id: '1',
  title: ({ language }: { language?: string }) => `title ${language ?? ''}`,
  media,
  extra: image,
  all: [video, image],
  owner: { id: '7', title: 'owner', product: { title: () => 'back' } },
});

/** Items of one page of the fields, by really executing the document. */
function itemsOf(keys: readonly string[]): readonly object[] {
  const reader = compileRows(model, keys);
  const call = listCall(model, { condition: undefined, sort: [], reader }, { size: 2, offset: 0 }, {});
  const { document, variables } = createOperationBuilder()(call.model.operationName, call.roots);
  expect(validate(schema, parse(document.text)).map(String)).toEqual([]);
  const rootValue = { products: [product(image), product(video)] };
  const result = executeSync({
    schema,
    document: parse(document.text),
    rootValue,
    variableValues: variables,
  });
  expect(result.errors).toBeUndefined();
  return call.read(JSON.parse(JSON.stringify(result.data))).rows.map((row) => reader.read(row));
}

const whole = [
  {
    _id: '1',
    title: 'title ',
    german: 'title de',
    english: 'title en',
    small: 'image {"size":10,"format":"png"}',
    large: 'image {"size":1000,"format":"webp"}',
    plain: 'image {"format":"png"}',
    film: null,
    poster: null,
    imageName: 'image',
    videoName: null,
    extraName: 'image',
    extraUrl: 'image {"format":"png"}',
    first: null,
    names: ['video'],
    tags: ['a'],
    owner: 'owner',
    ownerId: '7',
    back: 'back',
  },
  {
    _id: '1',
    title: 'title ',
    german: 'title de',
    english: 'title en',
    small: null,
    large: null,
    plain: null,
    film: 'film',
    poster: 'image {"size":10,"format":"png"}',
    imageName: null,
    videoName: 'video',
    extraName: 'image',
    extraUrl: 'image {"format":"png"}',
    first: null,
    names: ['video'],
    tags: null,
    owner: 'owner',
    ownerId: '7',
    back: 'back',
  },
];

test('all fields at once', () => {
  expect(itemsOf(Object.keys(fields))).toEqual(whole);
});

test('any set of fields in any order', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(Object.keys(fields)), (keys) => {
      const expected = whole.map((item) =>
        Object.fromEntries(Object.entries(item).filter(([key]) => key === '_id' || keys.includes(key))),
      );
      expect(itemsOf(keys)).toEqual(expected);
    }),
  );
});
