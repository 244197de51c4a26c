/** Servers that write wrongly. */
import type { Wire } from '../../src/conform/server.js';
import {
  answering,
  asking,
  type Body,
  claimsOf,
  type Loose,
  type Mutant,
  refusal,
  refusing,
} from './mutants.js';

const isWrite = (path: string, ...names: readonly string[]): boolean =>
  names.some((name) => path === `/v3/items/${name}`);

/** Writes other items than those that came. */
const writing = (
  name: string,
  change: (item: Body, index: number, all: readonly Body[]) => Body | undefined,
): Mutant =>
  asking((request, path) =>
    isWrite(path, name) && request.items?.length > 0
      ? {
          ...request,
          items: request.items.flatMap(
            (item: Body, index: number) => change(item, index, request.items) ?? [],
          ),
        }
      : undefined,
  );

const slots = (name: string, change: (slots: readonly Body[], request: Body) => readonly Body[]): Mutant =>
  answering((body, request, path) =>
    isWrite(path, name) ? { ...body, results: change(body.results, request) } : undefined,
  );

const isError = (slot: Body, code: string): boolean => slot.error?.errorCode === code;

/** Says that it was done, whatever the service says. */
const pretending = (name: string, code: string): Mutant =>
  slots(name, (all, { items, itemIds }) =>
    all.map((slot, index) =>
      isError(slot, code) ? { item: items?.[index] ?? { _id: itemIds[index] } } : slot,
    ),
  );

/** Asks the service for something before the request goes on. */
const before =
  (
    path: string,
    ask: (request: Body) => { readonly path: string; readonly request: Body } | undefined,
  ): Mutant =>
  (wire: Wire, signer) =>
  async (sent) => {
    const request = claimsOf(sent)?.data?.request as Loose;
    const other = sent.path === path && request !== undefined ? ask(request) : undefined;
    if (other) await wire({ ...sent, path: other.path, body: await signer.sign(other.request) });
    return wire(sent);
  };

const falsy = (value: unknown): boolean => value === 0 || value === false || value === '';
const update = '/v3/items/update';

export const writeMutants: Readonly<Record<string, Mutant>> = {
  'write.insert': slots('insert', (all) => [...all].reverse()),
  'write.stored': slots('insert', (all) =>
    all.map(({ item, ...slot }) => (item ? { item: { ...item, stock: item.stock + 1 } } : slot)),
  ),
  'write.dates': slots('insert', (all) =>
    all.map(({ item, ...slot }) => (item ? { item: { ...item, _createdDate: null } } : slot)),
  ),
  'write.exists': refusing(
    ({ items }, path) => isWrite(path, 'insert') && items?.length > 1,
    refusal(409, 'ITEM_ALREADY_EXISTS'),
  ),
  'write.twice': pretending('insert', 'ITEM_ALREADY_EXISTS'),
  'write.new-id': refusing(
    ({ items }, path) => isWrite(path, 'insert') && items?.[0] !== undefined && items[0]._id === undefined,
  ),
  // As the peer does.
  'write.unknown-field': writing('insert', ({ thereIsNoSuchField, ...item }) => item),
  'write.update': slots('update', (all) =>
    all.map(({ item, ...slot }) => (item ? { item: { ...item, title: 'before' } } : slot)),
  ),
  'write.falsy': writing('update', (item) =>
    Object.fromEntries(Object.entries(item).map(([key, value]) => [key, falsy(value) ? null : value])),
  ),
  'write.created': slots('update', (all) =>
    all.map(({ item, ...slot }) =>
      item
        ? { item: { ...item, _createdDate: item._updatedDate && { $date: '2001-01-01T00:00:00.000Z' } } }
        : slot,
    ),
  ),
  // As a server that changes only what it is sent.
  'write.replace': slots('update', (all, { items }) =>
    all.map((slot, index) =>
      slot.item && items[index].description === undefined
        ? { item: { ...slot.item, description: 'as before' } }
        : slot,
    ),
  ),
  // As an upsert.
  'write.not-found': before(update, (request) => ({ path: '/v3/items/insert', request })),
  'write.no-id': refusing(({ items }, path) => path === update && items?.[0]?._id === undefined),
  'write.remove': slots('remove', (all) =>
    all.map((slot) => (slot.item ? { item: { _id: slot.item._id } } : slot)),
  ),
  'write.remove-twice': pretending('remove', 'ITEM_NOT_FOUND'),
  'write.nothing': (wire) => async (sent) => {
    const { items } = (claimsOf(sent)?.data?.request ?? {}) as Body;
    return Array.isArray(items) && items.length === 0
      ? { ...refusal(200, ''), text: '{"results":[]}' }
      : wire(sent);
  },
};
