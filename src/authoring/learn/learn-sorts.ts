/** Sorts that the schema offers: each direction of each field, and several keys, judged by the rows that come. */

import type { Page } from '../../calls/list.js';
import { compileRows } from '../../model/bind/rows.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import type { UpstreamSortKey } from '../../styles/sort.js';
import { compareValues } from '../../wix/compare.js';
import type { Json } from '../../wix/json.js';
import { type Finding, put } from './finding.js';
import { controlTrial, firstPage, idsOf, type Look, plainFields, valuesOf } from './look.js';
import { isSeen } from './seen.js';
import { pageTrial, runTrials, type Trial } from './trials.js';

const rowsLookedAt = 10;
/** Fields that are tried at most. */
const mostFields = 60;

interface Asked {
  readonly field: FieldModel;
  readonly descending: boolean;
  readonly alias: string;
}

export async function learnSorts(look: Look): Promise<readonly Finding[]> {
  const { model, sample, asker } = look;
  if (!model.list.sort || sample.rows.length === 0) return [];
  const vouched = isSeen(asker.dialect?.sources?.sort);
  const fields = plainFields(model).filter((field) => field.sortPath && isPushed(model, field));
  const size = vouched ? 1 : rowsLookedAt;
  const asked = fields.slice(0, mostFields).flatMap((field, index) =>
    ([false, true] as const).flatMap((descending): Asked[] => {
      // Of sorts that were seen with the product only this is asked: whether the API lets the field be sorted on.
      const wanted = vouched ? !descending : true;
      const able = descending ? field.sortable.descending : field.sortable.ascending;
      return wanted && able
        ? [{ field, descending, alias: `sort${index}${descending ? 'down' : 'up'}` }]
        : [];
    }),
  );
  const trials = asked.map(({ field, descending, alias }) =>
    sorted(model, alias, [{ path: field.sortPath!, descending }], [field.key], size),
  );
  const pair = vouched ? undefined : pairOf(look, fields);
  const outcome = await runTrials(model, [...trials, ...(pair?.trials ?? [])], controlTrial(model), asker);
  const refused = asked.filter(({ alias }) => outcome.refused.has(alias));
  const wrong = vouched
    ? []
    : asked.filter(({ field, descending, alias }) => {
        const page = outcome.answers.get(alias);
        return page !== undefined && !isInOrder(look, field, descending, page);
      });
  const findings = keysOf([...refused, ...wrong]).map((key) => {
    const no = wrong.find(({ field }) => field.key === key);
    const both = wrong.filter(({ field }) => field.key === key).length > 1;
    const form = both || !no ? '' : no.descending ? 'descending ' : 'ascending ';
    const comment = no ? `learned: the API does not heed the ${form}sort by it` : `learned: ${refusedSort}`;
    const evidence = no
      ? `the rows of ${no.alias} are in another order`
      : (outcome.refused.get(refused.find(({ field }) => field.key === key)!.alias)?.message ?? '');
    const line = ['fields', key];
    const { sortable } = model.fields.get(key)!;
    // The other direction was seen to be heeded, where there is one.
    if (form !== '' && sortable.ascending && sortable.descending)
      return put([...line, 'direction'], no!.descending ? 'ascending' : 'descending', comment, evidence);
    return put([...line, 'sort'], false, comment, evidence);
  });
  if (pair && findings.every(({ line }) => !pair.keys.includes(String(line[1]))))
    findings.push(...judgePair(look, pair, outcome.answers));
  return findings;
}

export const refusedSort = 'the API refuses sorts on it that its schema offers';

function keysOf(asked: readonly Asked[]): readonly string[] {
  return [...new Set(asked.map(({ field }) => field.key))];
}

/** Whether the adapter would ever have the API sort on it. */
function isPushed(model: CollectionModel, { source }: FieldModel): boolean {
  if (source.kind !== 'path' || source.codec.element || !source.codec.monotone) return false;
  const { order } = source.codec;
  return order === 'text' ? model.list.textOrder === 'utf16' : order !== 'none';
}

function sorted(
  model: CollectionModel,
  alias: string,
  sort: readonly UpstreamSortKey[],
  keys: readonly string[],
  size: number,
): Trial<Page> {
  const query = { condition: undefined, sort, reader: compileRows(model, keys) };
  return pageTrial(model, alias, query, firstPage(model, size, false));
}

/** Values that are there stand in order, and none of the first rows of the list would stand before the first. */
function isInOrder({ model, sample }: Look, field: FieldModel, descending: boolean, page: Page): boolean {
  const values = present(valuesOf(model, field.key, page.rows));
  if (!isMonotone(values, descending)) return false;
  const [first] = values;
  if (first === undefined) return true;
  return present(valuesOf(model, field.key, sample.rows)).every(
    (value) => !isBefore(value, first, descending),
  );
}

function isMonotone(values: readonly Json[], descending: boolean): boolean {
  return values.every((value, index) => index === 0 || !isBefore(value, values[index - 1]!, descending));
}

function isBefore(a: Json, b: Json, descending: boolean): boolean {
  const order = compareValues(a, b);
  return order !== undefined && (descending ? order > 0 : order < 0);
}

function present(values: readonly unknown[]): readonly Json[] {
  return values.filter((value): value is Json => value !== null && value !== undefined);
}

interface Pair {
  readonly keys: readonly string[];
  readonly trials: readonly Trial<Page>[];
}

/** Two keys: a field whose values come more than once, if there is one, and the id behind it, both ways. */
function pairOf({ model, sample }: Look, fields: readonly FieldModel[]): Pair | undefined {
  const id = model.fields.get('_id')!;
  if (model.list.sort!.max < 2) return undefined;
  const able = fields.filter(({ sortable }) => sortable.ascending);
  const counted = able
    .map((field) => ({ field, different: differentValues(valuesOf(model, field.key, sample.rows)) }))
    .filter(({ different }) => different > 1)
    .sort((a, b) => a.different - b.different);
  const [first, ...others] = counted.map(({ field }) => field);
  const second = id.sortPath && id.sortable.ascending ? id : others.at(-1);
  if (!first || !second) return undefined;
  const trial = (alias: string, descending: boolean): Trial<Page> =>
    sorted(
      model,
      alias,
      [
        { path: first.sortPath!, descending: false },
        { path: second.sortPath!, descending },
      ],
      [first.key],
      2 * rowsLookedAt,
    );
  const down = second.sortable.descending ? [trial('pairdown', true)] : [];
  return { keys: [first.key, second.key], trials: [trial('pairup', false), ...down] };
}

function differentValues(values: readonly unknown[]): number {
  return new Set(present(values).map((value) => JSON.stringify(value))).size;
}

function judgePair(
  { model }: Look,
  { keys: [first] }: Pair,
  answers: ReadonlyMap<string, Page>,
): readonly Finding[] {
  const one = (what: string): readonly Finding[] => [
    put(['list', 'sort', 'max'], 1, `learned: ${what}, so one is sent`, what, { shared: true }),
  ];
  const up = answers.get('pairup');
  const down = answers.get('pairdown');
  for (const page of [up, down])
    if (page && !isMonotone(present(valuesOf(model, first!, page.rows)), false))
      return one('of several sort keys the first does not count');
  if (!up || !down) return [];
  // Under the other direction of the second key equal rows stand the other way round.
  const groups = (page: Page): ReadonlyMap<string, readonly string[]> => {
    const ids = idsOf(model, page.rows);
    const found = new Map<string, string[]>();
    for (const [index, value] of valuesOf(model, first!, page.rows).entries()) {
      const group = JSON.stringify(value);
      found.set(group, [...(found.get(group) ?? []), ids[index]!]);
    }
    return found;
  };
  const other = groups(down);
  const ties = [...groups(up)].filter(
    ([group, ids]) => ids.length > 1 && (other.get(group)?.length ?? 0) > 1,
  );
  return ties.length > 0 && ties.every(([group, ids]) => ids.join() === other.get(group)!.join())
    ? one('of several sort keys only the first counts')
    : [];
}
