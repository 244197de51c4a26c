/** Wrong items and references. */
import { answering, asking, type Body, type Loose, type Mutant } from './mutants.js';

const isQuery = (path: string): boolean => path === '/v3/items/query';
const isPairs = (path: string): boolean => path === '/v3/items/query-referenced';

const eachItem = (change: (item: Body, request: Body, index: number) => Body): Mutant =>
  answering((body, request, path) =>
    isQuery(path)
      ? { ...body, items: body.items.map((item: Body, index: number) => change(item, request, index)) }
      : undefined,
  );

const eachPair = (change: (pair: Body, request: Body) => Body): Mutant =>
  answering((body, request, path) =>
    isPairs(path) ? { ...body, items: body.items.map((pair: Body) => change(pair, request)) } : undefined,
  );

const askingPairs = (change: (request: Body) => Body): Mutant =>
  asking((request, path) => (isPairs(path) ? change(request) : undefined));

const mapValues = (item: Body, change: (value: Loose, key: string) => unknown): Body =>
  Object.fromEntries(Object.entries(item).map(([key, value]) => [key, change(value, key)]));

const askedNames = ({ query }: Body): readonly string[] => query?.fields ?? [];
const including = ({ includeReferencedItems: list }: Body): string | undefined => list?.[0]?.fieldKey;

export const itemMutants: Readonly<Record<string, Mutant>> = {
  'item.id': eachItem((item, _, index) => (index === 3 ? { ...item, _id: '' } : item)),
  // As a driver that gives decimals as texts.
  'item.types': eachItem((item) =>
    mapValues(item, (value) => (typeof value === 'number' ? String(value) : value)),
  ),
  'item.dates': eachItem((item) =>
    mapValues(item, (value) =>
      value?.$date === undefined
        ? value
        : { $date: value.$date.replace('.000Z', 'Z').replace(/Z$/, '+00:00') },
    ),
  ),
  'item.by-id': eachItem((item, { query }) =>
    query?.filter?._id?.$eq === undefined ? item : { _id: item._id },
  ),
  'item.absent': answering((body, { query }) =>
    typeof query?.filter?._id?.$eq === 'string' && body.items.length === 0
      ? { ...body, items: [{ _id: 'any' }] }
      : undefined,
  ),
  'item.fields': asking((request, path) =>
    isQuery(path) ? { ...request, query: { ...request.query, fields: [] } } : undefined,
  ),
  'item.unknown-fields': asking((request, path) =>
    isQuery(path) && askedNames(request).includes('thereIsNoSuchField')
      ? { ...request, query: { ...request.query, fields: [] } }
      : undefined,
  ),
  'reference.id': eachItem((item) =>
    typeof item.brand === 'string' ? { ...item, brand: { _id: item.brand } } : item,
  ),
  'reference.included': eachItem((item, request) => {
    const name = including(request);
    return name === undefined || item[name]?._id === undefined
      ? item
      : { ...item, [name]: { _id: item[name]._id } };
  }),
  'reference.many-absent': eachItem((item, request) =>
    including(request) === undefined ? { ...item, products: [] } : item,
  ),
  'reference.many': eachItem((item, request) =>
    including(request) === 'products' ? { ...item, products: item.products.slice(1) } : item,
  ),
  'reference.many-limit': asking((request, path) =>
    isQuery(path) && request.includeReferencedItems?.[0]?.limit === 1
      ? { ...request, includeReferencedItems: [{ ...request.includeReferencedItems[0], limit: 2 }] }
      : undefined,
  ),
  'reference.pairs': answering((body, _, path) =>
    isPairs(path) ? { ...body, items: body.items.slice(1) } : undefined,
  ),
  'reference.both': askingPairs((request) => ({ ...request, referencedItemIds: [] })),
  'reference.referenced': askingPairs((request) => ({
    ...request,
    referencedItemIds: request.referringItemIds.length === 0 ? [] : request.referencedItemIds,
  })),
  'reference.items': eachPair(({ referencedItem, ...pair }) => pair),
  'reference.fields': askingPairs((request) => ({ ...request, fieldsToReturn: [] })),
  'reference.total': answering((body, { returnTotalCount }, path) =>
    isPairs(path) && returnTotalCount ? { ...body, pagingMetadata: { total: body.items.length } } : undefined,
  ),
  'reference.unknown-field': (wire, signer) =>
    answering((body) => body)(async (sent) => {
      const answer = await wire(sent);
      return isPairs(sent.path) && answer.status === 400
        ? { ...answer, status: 200, text: '{"items":[]}' }
        : answer;
    }, signer),
};
