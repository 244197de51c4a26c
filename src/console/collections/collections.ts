/** Collections as Wix will see them, as data. */
import type { Ability } from '../../explain/abilities.js';
import { abilityGroups } from '../../explain/ability-groups.js';
import type { ListAbility } from '../../explain/list-abilities.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import { isObject } from '../../wix/json.js';
import type { Collection, Field } from '../../wix/protocol.js';
import type { ConsoleParts } from '../parts.js';
import { runOf } from '../query/query.js';

export interface CollectionSummary {
  readonly id: string;
  readonly displayName: string;
  readonly operations: Collection['capabilities']['dataOperations'];
  readonly pagingMode: Collection['pagingMode'];
  readonly fields: number;
  /** Its file or its API broke, and the last good state serves on. */
  readonly isKept: boolean;
}

export interface CollectionsData {
  readonly collections: readonly CollectionSummary[];
  /** Their API has not answered yet. */
  readonly pending: readonly string[];
  readonly reasons: readonly string[];
}

export interface ShownField extends Field {
  /** Where its value stands in the rows of the API. */
  readonly path: string;
  /** `products.yaml:12:3` */
  readonly position: string;
  /** The first value that is there, in the items that were read; undefined: there was none. */
  readonly sample: unknown;
  readonly abilities: readonly AbilityGroup[];
}

/** Operations that are alike. */
export interface AbilityGroup {
  readonly state: Ability['state'];
  readonly operations: readonly string[];
  /** Why, and what would help; empty: nothing has to. */
  readonly reason: string;
  readonly position: string | undefined;
}

export interface CollectionData extends Omit<Collection, 'fields'> {
  readonly fields: readonly ShownField[];
  readonly list: readonly ListAbility[];
  /** Items that the samples are taken from. */
  readonly read: number;
  /** Why none could be read. */
  readonly unread: string | undefined;
}

export function collectionsData({ app }: ConsoleParts): CollectionsData {
  const { engine } = app.generation;
  return {
    collections: [...app.collections.values()].map((model) => {
      const { id, displayName, fields, capabilities, pagingMode } = engine.describe(model);
      const { dataOperations: operations } = capabilities;
      return { id, displayName, operations, pagingMode, fields: fields.length, isKept: app.kept.has(id) };
    }),
    pending: [...app.pending],
    reasons: app.reasons,
  };
}

/** Enough to find a value of most fields. */
const itemsRead = 20;

/** Reads a page of the collection, as a visitor of the site would. */
export async function collectionData(model: CollectionModel, parts: ConsoleParts): Promise<CollectionData> {
  const { engine } = parts.app.generation;
  const described = engine.describe(model);
  const abilities = engine.abilities(model);
  const request = { collectionId: model.id, query: { paging: { limit: itemsRead } } };
  const { answer, failure } = await runOf({ kind: 'query', request }, {}, parts);
  const { items } = (answer ?? {}) as { readonly items?: unknown };
  const read = Array.isArray(items) ? items.filter(isObject) : [];
  return {
    ...described,
    fields: described.fields.map((field) => ({
      ...field,
      path: pathOf(model.fields.get(field.key)!),
      position: model.fields.get(field.key)!.position,
      sample: read.map((item) => item[field.key]).find(isThere),
      abilities: abilityGroups(abilities.filter((each) => each.field === field.key)).map(groupOf),
    })),
    list: engine.listAbilities(model),
    read: read.length,
    unread: failure?.errorMessage,
  };
}

function pathOf({ source }: FieldModel): string {
  switch (source.kind) {
    case 'path':
      return source.steps.map(({ name }) => name).join('.');
    case 'elsewhere':
      return 'in another collection';
    case 'template':
      return `made of ${source.keys.join(', ')}`;
  }
}

function isThere(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  );
}

function groupOf(group: readonly Ability[]): AbilityGroup {
  const [{ state, reason, position }] = group as readonly [Ability];
  const operations = group.map(({ operation, partly }) => (partly ? `${operation}*` : operation));
  return { state, operations, reason, position };
}
