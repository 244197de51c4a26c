/** What a page with references shows: whether they can be read, and whether their ids are those of the other collection. */
import type { RequestContext } from '../execute/execution.js';
import type { CollectionModel, FieldModel } from '../model/model.js';
import type { Engine } from '../service/engine.js';
import { AdapterError } from '../wix/errors.js';
import type { Item, Json } from '../wix/json.js';
import { parseQuery } from '../wix/requests.js';

/** Items whose references are looked at, and references of each. */
const looked = { items: 20, references: 5 };

export interface ReferenceFinding {
  /** Key of the reference field. */
  readonly key: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** One request for each reference field that leads to a collection of this service. */
export async function checkReferences(
  engine: Engine,
  model: CollectionModel,
  served: ReadonlySet<string>,
  context: () => RequestContext,
): Promise<readonly ReferenceFinding[]> {
  const findings: ReferenceFinding[] = [];
  for (const field of model.fields.values()) {
    if (field.hidden || !field.relation || !served.has(field.relation.collection)) continue;
    const found = await checkField(engine, model, field, context());
    if (found) findings.push({ key: field.key, ...found });
  }
  return findings;
}

async function checkField(
  engine: Engine,
  model: CollectionModel,
  { key, type, relation }: FieldModel,
  context: RequestContext,
): Promise<Omit<ReferenceFinding, 'key'> | undefined> {
  const request = parseQuery({
    collectionId: model.id,
    query: { paging: { limit: looked.items, offset: 0 }, fields: [key] },
    includeReferencedItems: [{ fieldKey: key, limit: looked.references }],
  });
  try {
    const { items } = await engine.query(model, request, context);
    if (type !== 'REFERENCE') return undefined;
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
