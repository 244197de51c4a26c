/**
 * The floor: the least that could answer the benchmark's requests, written by hand for these products alone. It verifies
 * the token with node:crypto, asks the same upstream over an undici Pool, maps the rows and answers. No mapping, no plans,
 * no checks of values, no log, no metrics, no limits. Plain JavaScript, so that nothing else is in its memory.
 *
 * Environment: PORT, UPSTREAM_URL, WIX_APP_ID, WIX_PUBLIC_KEY.
 */
import { createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { gzip as gzipInThread } from 'node:zlib';
import { Pool } from 'undici';

const { PORT, UPSTREAM_URL = '', WIX_APP_ID = '', WIX_PUBLIC_KEY = '' } = process.env;
const gzip = promisify(gzipInThread);
const key = createPublicKey(WIX_PUBLIC_KEY);
const algorithm = key.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256';
const verifying = algorithm === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key;
const upstream = new URL(UPSTREAM_URL);
const pool = new Pool(upstream.origin, { connections: 64 });
const headers = { 'content-type': 'application/json', accept: 'application/json' };
const own = `id name slug sku brand description pricing { amount currency } stock rating available tags created_at updated_at`;
const maker = 'maker { id name country founded site }';
/** Lists that have another name than the products. */
const listOf = { words: 'words', broken: 'broken' };
/** What is selected of a product, for each collection. */
const selected = {
  flat: `${own} maker_id ${maker}`,
  nested: `${own} maker_id ${maker}`,
  batched: `${own} maker_id`,
};
const makersQuery = `query Makers($where: makers_bool_exp) { makers(where: $where) { id name country founded site } }`;
const queryOf = (
  collection,
) => `query Products($where: products_bool_exp, $order_by: [products_order_by!], $limit: Int, $offset: Int) {
  products: ${listOf[collection] ?? 'products'}(where: $where, order_by: $order_by, limit: $limit, offset: $offset) {
    ${selected[collection] ?? own}
  }
  total: products_aggregate(where: $where) { aggregate { count } }
}`;

function toItem(row) {
  return {
    _id: row.id,
    name: row.name,
    slug: row.slug,
    sku: row.sku,
    brand: row.brand,
    description: row.description,
    price: row.pricing.amount,
    currency: row.pricing.currency,
    stock: row.stock,
    rating: row.rating,
    available: row.available,
    tags: row.tags,
    createdAt: { $date: new Date(row.created_at).toISOString() },
    updatedAt: { $date: new Date(row.updated_at).toISOString() },
  };
}

function toMaker(row) {
  return { _id: row.id, name: row.name, country: row.country, founded: row.founded, site: row.site };
}

const toItemOf = {
  flat: (row) => ({
    ...toItem(row),
    maker: row.maker_id,
    makerName: row.maker.name,
    makerCountry: row.maker.country,
    makerFounded: row.maker.founded,
    makerSite: row.maker.site,
  }),
  nested: (row) => ({ ...toItem(row), maker: toMaker(row.maker) }),
};

async function ask(query, variables) {
  const { body } = await pool.request({
    path: upstream.pathname,
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  return (await body.json()).data;
}

/** Items with their makers, which are read by id. */
async function withMakers(rows) {
  const ids = [...new Set(rows.map((row) => row.maker_id))];
  const { makers } = await ask(makersQuery, { where: { id: { _in: ids } } });
  const byId = new Map(makers.map((row) => [row.id, toMaker(row)]));
  return rows.map((row) => ({ ...toItem(row), maker: byId.get(row.maker_id) ?? row.maker_id }));
}

/** The payload of a token in bytes. In one thread and without streams: the quickest way that node:crypto has. */
function open(bytes) {
  const payloadStart = bytes.indexOf('.') + 1;
  const signatureStart = bytes.indexOf('.', payloadStart) + 1;
  const part = (start, end) => Buffer.from(bytes.latin1Slice(start, end), 'base64url');
  const { alg } = JSON.parse(part(0, payloadStart - 1).utf8Slice());
  if (alg !== algorithm) throw new Error('the algorithm');
  const signed = bytes.subarray(0, signatureStart - 1);
  if (!verify('sha256', signed, verifying, part(signatureStart, bytes.length)))
    throw new Error('the signature');
  const payload = JSON.parse(part(payloadStart, signatureStart - 1).utf8Slice());
  if (payload.iss !== 'wix.com' || payload.aud !== WIX_APP_ID || payload.exp <= Date.now() / 1000)
    throw new Error('the claims');
  return payload;
}

function toRow(item) {
  return {
    id: item._id,
    name: item.name,
    slug: item.slug,
    sku: item.sku,
    brand: item.brand,
    description: item.description,
    pricing: { amount: item.price, currency: item.currency },
    stock: item.stock,
    rating: item.rating,
    available: item.available,
    tags: item.tags,
    created_at: item.createdAt.$date,
    updated_at: item.updatedAt.$date,
  };
}

/** A collection that is written shows the dates and the owner that Wix asks for; these products have none. */
function toStored(row) {
  return { item: { ...toItem(row), _createdDate: null, _updatedDate: null, _owner: null } };
}

const insertList = `mutation Insert($objects: [products_insert_input!]!) { insert_products(objects: $objects) { returning { ${own} } } }`;

/** The document that inserts so many products one by one. */
function insertEach(count) {
  const places = Array.from({ length: count }, (_, index) => index);
  const roots = places.map((index) => `w${index}: insert_products_one(object: $o${index}) { ${own} }`);
  return `mutation Insert(${places.map((index) => `$o${index}: products_insert_input!`).join(' ')}) { ${roots.join(' ')} }`;
}

const insertsEach = new Map();

async function insert({ collectionId, items }) {
  if (collectionId === 'inserted') {
    const data = await ask(insertList, { objects: items.map(toRow) });
    return JSON.stringify({ results: data.insert_products.returning.map(toStored) });
  }
  const query = insertsEach.get(items.length) ?? insertEach(items.length);
  insertsEach.set(items.length, query);
  const variables = {};
  for (let index = 0; index < items.length; index++) variables[`o${index}`] = toRow(items[index]);
  const data = await ask(query, variables);
  return JSON.stringify({ results: items.map((_, index) => toStored(data[`w${index}`])) });
}

const countQuery =
  'query Count($where: products_bool_exp) { total: products_aggregate(where: $where) { aggregate { count } } }';
const idQuery = `query Product($where: products_bool_exp) { products(where: $where) { ${own} } }`;
const shelfQuery = `query Shelf($limit: Int) { shelf(limit: $limit) { ${own} } }`;

const operatorOf = { $eq: '_eq', $ne: '_neq', $gt: '_gt', $gte: '_gte', $lte: '_lte' };

function conditionsOf(filter) {
  const where = {};
  for (const [name, condition] of Object.entries(filter)) {
    const [operator, value] = Object.entries(condition)[0];
    const sent = { [operatorOf[operator]]: value };
    if (name === 'price') where.pricing = { ...where.pricing, amount: sent };
    else if (name === 'currency') where.pricing = { ...where.pricing, currency: sent };
    else where[name] = sent;
  }
  return where;
}

async function answer(token) {
  const { request } = open(token).data;
  if (request.items) return insert(request);
  const { collectionId, filter: counted, query: wanted } = request;
  if (counted) {
    const { total } = await ask(countQuery, { where: conditionsOf(counted) });
    return JSON.stringify({ totalCount: total.aggregate.count });
  }
  const { filter, sort, paging } = wanted;
  if (filter._id) {
    const { products } = await ask(idQuery, { where: { id: { _eq: filter._id.$eq } } });
    return JSON.stringify({ items: products.map(toItem), pagingMetadata: {} });
  }
  if (filter.description) {
    const { shelf } = await ask(shelfQuery, { limit: 10_000 });
    const part = filter.description.$contains.toLowerCase();
    const found = shelf.filter((row) => row.description.toLowerCase().includes(part));
    const page = found.slice(paging.offset, paging.offset + paging.limit);
    return JSON.stringify({ items: page.map(toItem), pagingMetadata: { total: found.length } });
  }
  const variables = {
    where: conditionsOf(filter),
    order_by: sort.map(({ order }) => ({ created_at: order === 'DESC' ? 'desc' : 'asc' })),
    limit: paging.limit,
    offset: paging.offset,
  };
  const data = await ask(queryOf(collectionId), variables);
  return JSON.stringify({
    items:
      collectionId === 'batched'
        ? await withMakers(data.products)
        : data.products.map(toItemOf[collectionId] ?? toItem),
    pagingMetadata: { total: data.total.aggregate.count },
  });
}

createServer((request, response) => {
  if (request.method === 'GET') return response.end('ready');
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    try {
      const text = await answer(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
      const packed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
      const body = packed ? await gzip(text) : text;
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(packed ? { 'content-encoding': 'gzip' } : {}),
      });
      response.end(body);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
}).listen(Number(PORT), '127.0.0.1');
