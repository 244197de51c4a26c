/** The items of collections that `init` made over the common table, worked out from its rows and the names of the fields. */
import type { CollectionModel, FieldModel } from '../../../src/model/model.js';
import { bookshopItems, type ColumnField } from '../../oracle/bookshop-items.js';
import type { Item, Json } from '../../oracle/values.js';
import { categories, type Row } from '../../upstreams/data.js';
import type { UpstreamName } from '../../upstreams/fixture-shapes.js';

type Columns = Readonly<Record<string, Json>>;

/** Names that APIs have for columns, by the path of the field without case and signs. */
const aliases: Readonly<Record<string, string>> = {
  publishdate: 'createdat',
  dateadded: 'createdat',
  image: 'imageurl',
  imagedataattributes: 'imageurl',
  featuredimage: 'imageurl',
  customfields: 'meta',
  totalinventory: 'quantity',
  isgiftcard: 'active',
  producttype: 'category',
};

/** Ids that are not the table's own, as the codec that is proposed shows them. */
const ids: Partial<Record<UpstreamName, (table: string, id: string) => string>> = {
  shopify: (table, id) => `${table === 'products' ? 'Product' : 'Collection'}:${id}`,
};

function columnsOf(row: Row, name: UpstreamName): Columns {
  const idOf = ids[name] ?? ((_table: string, id: string) => id);
  return {
    id: idOf('products', row.id),
    legacyresourceid: row.id,
    nodeid: nodeId('products', row.id),
    title: row.title,
    sku: row.sku,
    price: row.price === null || name !== 'vendure' ? row.price : Math.round(row.price * 100),
    quantity: row.quantity,
    rating: row.rating,
    big: row.big,
    active: row.active,
    status: row.status,
    createdat: row.createdAt,
    releasedon: row.releasedOn,
    opensat: row.opensAt,
    tags: row.tags as Json,
    imageurl: row.imageUrl,
    meta: row.meta,
    category: row.category?.name ?? null,
    categoryid: row.category === null ? null : idOf('categories', row.category.id),
  };
}

const nodeId = (table: string, id: string): string =>
  Buffer.from(JSON.stringify([table, Number(id)])).toString('base64');

/** Column of a field; undefined: the common table does not have it. */
function columnOf(field: FieldModel): string | undefined {
  if (field.source.kind !== 'path') return undefined;
  if (field.key === '_id') return 'id';
  if (field.type === 'MULTI_REFERENCE') return undefined;
  const name = field.source.steps
    .map((step) => step.name)
    .filter((step, index) => index === 0 || !/^(url|data|attributes|id|documentId|sys)$/.test(step))
    .filter((step, index, all) => all.length === 1 || step !== 'attributes' || index > 0)
    .join('')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  const column = aliases[name] ?? name;
  return field.type === 'REFERENCE' && column === 'category' ? 'categoryid' : column;
}

export interface Known {
  readonly items: readonly Item[];
  readonly columns: readonly ColumnField[];
  /** Keys of fields that the common table does not have. */
  readonly unknown: readonly string[];
}

export function knownItems(model: CollectionModel, rows: readonly Row[], name: UpstreamName): Known {
  const table: readonly Columns[] =
    model.id === 'categories' ? categoryRows(rows) : rows.map((row) => columnsOf(row, name));
  const columns: ColumnField[] = [];
  const unknown: string[] = [];
  for (const field of model.fields.values()) {
    // Fields that refer to several items take other conditions; the relations that `init` finds have tests of their own.
    if (field.type === 'MULTI_REFERENCE') continue;
    const column = columnOf(field);
    if (column !== undefined && column in table[0]!)
      columns.push({ key: field.key, column, type: field.type });
    else unknown.push(field.key);
  }
  return { items: bookshopItems(table, columns), columns, unknown };
}

function categoryRows(rows: readonly Row[]): readonly Columns[] {
  const used = categories.filter((each) => rows.some((row) => row.category?.id === each.id));
  return used.map((each) => ({ ...each, nodeid: nodeId('categories', each.id) }));
}
