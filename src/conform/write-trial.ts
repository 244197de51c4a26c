/**
 * The collection that may be written: items are made like those that are there, and all of them are taken away again. Nothing
 * that was there before is changed.
 */
import { type Item, isMissing, isObject, type Json } from '../wix/json.js';
import { systemFields } from '../wix/system-fields.js';
import { listOf } from './collections.js';
import { type ItemSample, idOf, itemsOf, withSystemNames } from './sample.js';
import { bodyOf, type Exchange, notSuccess, paths } from './server.js';

/** One slot of `results`: an item or an error. */
export interface Slot {
  readonly item: Item | undefined;
  readonly code: string | undefined;
  /** `data` of the error. */
  readonly data: Record<string, unknown>;
}

export interface WriteTrial {
  readonly sample: ItemSample;
  /** Members of an item that the server takes, without `_id`. */
  readonly members: Item;
  /** Items that are not there yet. */
  like(count: number): readonly Item[];
  insert(items: readonly Item[]): Promise<Exchange>;
  update(items: readonly Item[]): Promise<Exchange>;
  remove(ids: readonly string[]): Promise<Exchange>;
  /** Items as they are stored. */
  read(ids: readonly string[]): Promise<readonly Item[]>;
  /**
   * Takes away what was made.
   * @returns ids of what is still there, and of answered items of which nobody knows whether they are new
   */
  end(): Promise<readonly string[]>;
}

export type PreparedTrial =
  | { readonly trial: WriteTrial }
  | { readonly failed: Exchange; readonly why: string };

/** Attempts to find the members that the server takes. */
const mostAttempts = 8;

export function slotsOf(exchange: Exchange): readonly Slot[] {
  return listOf(bodyOf(exchange).results).map((raw) => {
    const { item, error } = isObject(raw) ? raw : {};
    const { errorCode, data } = isObject(error) ? error : {};
    return {
      item: isObject(item) ? withSystemNames(item) : undefined,
      code: typeof errorCode === 'string' ? errorCode : undefined,
      data: isObject(data) ? data : {},
    };
  });
}

/** Finds out which members of its items the server takes, by inserting one. */
export async function prepareTrial(sample: ItemSample): Promise<PreparedTrial> {
  const { server, collection } = sample;
  const made = new Set<string>();
  const foreign = new Set<string>();
  const known = new Set(sample.items.map(idOf));
  const send = async (path: string, items: readonly Item[]): Promise<Exchange> => {
    for (const { _id } of items) if (typeof _id === 'string' && _id !== '') made.add(_id);
    const exchange = await server.ask(path, { collectionId: collection.id, items });
    const answered = slotsOf(exchange).flatMap(({ item }) => (item ? [idOf(item)] : []));
    // A server that answers with an item which was there before must not lose it.
    for (const id of answered) if (!made.has(id) && !known.has(id)) (sample.whole ? made : foreign).add(id);
    return exchange;
  };
  const remove = (itemIds: readonly string[]): Promise<Exchange> =>
    server.ask(paths.remove, { collectionId: collection.id, itemIds });
  const read = async (ids: readonly string[]): Promise<readonly Item[]> => {
    const filter = { _id: { $hasSome: ids } };
    const query = { filter, paging: { limit: Math.max(1, ids.length), offset: 0 } };
    const request = { collectionId: collection.id, query, consistentRead: true, returnTotalCount: false };
    return itemsOf(await server.ask(paths.query, request));
  };
  const end = async (): Promise<readonly string[]> => {
    await remove([...made]);
    return [...(await read([...made])).map(idOf), ...foreign];
  };

  const [template] = sample.draw.some(sample.items, 1);
  const unlike = differing(sample);
  const freshly = (members: Item): Item => {
    const id = server.world.id();
    const own = Object.entries(members).map(([key, value]) =>
      unlike.has(key) ? [key, `${value} ${id.slice(0, 8)}`] : [key, value],
    );
    return { _id: id, ...Object.fromEntries(own) };
  };
  let members = template === undefined ? {} : membersOf(sample, template);
  let exchange = await send(paths.insert, [freshly(members)]);
  for (let attempt = 1; attempt < mostAttempts; attempt += 1) {
    const [slot] = slotsOf(exchange);
    const refused = new Set(refusedNames(slot));
    if (slot?.item !== undefined || refused.size === 0) break;
    members = Object.fromEntries(Object.entries(members).filter(([key]) => !refused.has(key)));
    exchange = await send(paths.insert, [freshly(members)]);
  }
  const why =
    notSuccess(exchange) ?? (slotsOf(exchange)[0]?.item ? undefined : 'an item like those that are there');
  if (why !== undefined) {
    await end();
    return { failed: exchange, why };
  }
  const trial: WriteTrial = {
    sample,
    members,
    like: (count) => Array.from({ length: count }, () => freshly(members)),
    insert: (items) => send(paths.insert, items),
    update: (items) => send(paths.update, items),
    remove,
    read,
    end,
  };
  return { trial };
}

/** What an item is made of, without what the server makes itself and what is written elsewhere. */
function membersOf({ fields }: ItemSample, item: Item): Item {
  const own = fields.filter(
    ({ key, type }) => !systemFields.includes(key) && type !== 'MULTI_REFERENCE' && !isMissing(item[key]),
  );
  return Object.fromEntries(own.map(({ key }) => [key, item[key] as Json]));
}

/** Texts that no two items share: they may have to differ. */
function differing({ fields, items }: ItemSample): ReadonlySet<string> {
  const texts = fields.filter(({ key, type }) => type === 'TEXT' && !systemFields.includes(key));
  return new Set(
    texts
      .filter(({ key }) => {
        const values = items.flatMap((item) => (isMissing(item[key]) ? [] : [item[key]]));
        return new Set(values).size === values.length;
      })
      .map(({ key }) => key),
  );
}

/** Fields that the violations of an error name. */
function refusedNames(slot: Slot | undefined): readonly string[] {
  return listOf(slot?.data.violations).flatMap((each) => {
    const path = isObject(each) ? each.fieldPath : undefined;
    return typeof path === 'string' ? [path.split('.')[0]!, path] : [];
  });
}
