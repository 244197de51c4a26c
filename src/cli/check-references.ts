/**
 * What a page with references shows: whether they can be read, whether their ids are those of the other collection, and whether
 * lists in the rows are whole.
 */
import type { RequestContext } from '../execute/execution.js';
import type { CollectionModel, FieldModel } from '../model/model.js';
import type { NestedList } from '../model/references.js';
import type { Engine } from '../service/engine.js';
import { AdapterError } from '../wix/errors.js';
import type { Item, Json } from '../wix/json.js';
import { parseQuery, parseQueryReferenced } from '../wix/requests.js';

/** Items whose references are looked at, and references of each: as many as an include shows where the request says nothing. */
const looked = { items: 20, references: 50 };
/** So many rows with the same largest number of references look as if the API gave no more. */
const alike = { rows: 3, references: 5 };

export interface ReferenceFinding {
  /** Key of the reference field. */
  readonly key: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/**
 * One request for each reference field that leads to a collection of this service; another one where its items can be found in two
 * ways, which are compared.
 */
export async function checkReferences(
  engine: Engine,
  model: CollectionModel,
  served: ReadonlySet<string>,
  context: () => RequestContext,
): Promise<readonly ReferenceFinding[]> {
  const findings: ReferenceFinding[] = [];
  for (const field of model.fields.values()) {
    if (field.hidden || !field.relation || !served.has(field.relation.collection)) continue;
    const found = await checkField(engine, model, field, context);
    if (found) findings.push({ key: field.key, ...found });
  }
  return findings;
}

type Found = Omit<ReferenceFinding, 'key'> | undefined;

async function checkField(
  engine: Engine,
  model: CollectionModel,
  field: FieldModel,
  context: () => RequestContext,
): Promise<Found> {
  const { key, type, relation } = field;
  const request = parseQuery({
    collectionId: model.id,
    query: { paging: { limit: looked.items, offset: 0 }, fields: [key] },
    includeReferencedItems: [{ fieldKey: key, limit: looked.references }],
  });
  try {
    const { items } = await engine.query(model, request, context());
    if (type !== 'REFERENCE') return await checkList(engine, model, field, items, context);
    const ids = items.map((item: Item) => item[key]).filter((value) => (value ?? null) !== null);
    // An id stays where its item is not found.
    const lost = ids.filter((value): value is string => typeof value === 'string');
    if (ids.length === 0 || lost.length < ids.length) return undefined;
    const example = JSON.stringify(lost[0] as Json);
    const message = `no item of ${relation!.collection} has one of the ${new Set(lost).size} ids that came, e.g. ${example}`;
    return { severity: 'warning', message };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    // The other collection is for requests with facts that only those from Wix have.
    if (error.code === 'BAD_REQUEST') return undefined;
    const reason = error.reason === undefined ? '' : ` (${error.reason})`;
    return { severity: 'error', message: `the references cannot be read: ${error.message}${reason}` };
  }
}

/** Whether the lists in the rows are whole, as far as another way or the rows themselves tell. */
async function checkList(
  engine: Engine,
  model: CollectionModel,
  { key, relation }: FieldModel,
  items: readonly Item[],
  context: () => RequestContext,
): Promise<Found> {
  const sizes = new Map(items.map((item) => [String(item._id), (item[key] as readonly Json[]).length]));
  if (relation!.pairs?.kind === 'list') return alikeLists(key, relation!.pairs.list, [...sizes.values()]);
  if (!relation!.listed || items.length === 0) return undefined;
  const request = parseQueryReferenced({
    collectionId: model.id,
    referringFieldKey: key,
    referringItemIds: [...sizes.keys()],
    includeReferencedItems: true,
    fieldsToReturn: ['_id'],
    paging: { limit: 1000 },
  });
  const pairs = await engine.references(model, request, context());
  for (const [id, size] of sizes) {
    const there = pairs.items.filter((each) => each.referringItemId === id && each.referencedItem);
    if (size < Math.min(looked.references, there.length)) {
      const message = `the row of ${JSON.stringify(id)} has ${size} items and does not say that there are more: the other way finds ${there.length}. Correct what says that the list is whole (total, more or max)`;
      return { severity: 'error', message };
    }
  }
  return undefined;
}

/** A list of which nothing in the row says that it is whole, and that ends at the same number in several rows. */
function alikeLists(key: string, { total, more }: NestedList, sizes: readonly number[]): Found {
  if (total || more) return undefined;
  const most = Math.max(0, ...sizes);
  const rows = sizes.filter((each) => each === most).length;
  if (most < alike.references || most >= looked.references || rows < alike.rows) return undefined;
  const message = `${rows} of ${sizes.length} items have just ${most} ${key}, and none has more: if the API gives no more than that, write it (through.list.max: ${most})`;
  return { severity: 'warning', message };
}
