/**
 * Where missing values stand in sorted pages. A server that sorts with `(a ?? 0) - (b ?? 0)` puts them first among texts
 * and somewhere in the middle among numbers, so that each kind of field is asked, both ways, and all must agree.
 */

import type { Page } from '../../calls/list.js';
import { compileRows } from '../../model/bind/rows.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import { type Finding, put } from './finding.js';
import { firstPage, type Look, valuesOf } from './look.js';
import { pageTrial, type Trial } from './trials.js';

/** Rows of each sorted page: the place between missing values and others should be among them. */
const rowsLookedAt = 50;
/** Kinds of fields that are asked at most. */
const mostKinds = 4;

export interface NullTrials {
  readonly fields: readonly FieldModel[];
  readonly trials: readonly Trial<Page>[];
}

type Place = 'lowest' | 'highest' | 'first' | 'last';

export function nullTrials({ model, sample }: Look): NullTrials {
  const none = { fields: [], trials: [] };
  const { sort } = model.list;
  // With templates of two kinds one field does not speak for all.
  if (!sort || sort.style.otherwise) return none;
  if ((sort.style.nulls ?? 'unknown') !== 'unknown') return none;
  const candidates = [...model.fields.values()]
    .filter(isCandidate)
    .map((field) => ({ field, tells: tellingness(valuesOf(model, field.key, sample.rows)) }))
    .sort((a, b) => b.tells - a.tells)
    .map(({ field }) => field);
  const kinds = [...new Set(candidates.map(kindOf))].slice(0, mostKinds);
  const fields = kinds.map((kind) => candidates.find((field) => kindOf(field) === kind)!);
  const trials = fields.flatMap((field, index) =>
    [false, true].map((descending) => {
      const sortKeys = [{ path: field.sortPath!, descending }];
      const query = { condition: undefined, sort: sortKeys, reader: compileRows(model, [field.key]) };
      return pageTrial(model, aliasOf(index, descending), query, firstPage(model, rowsLookedAt, false));
    }),
  );
  return { fields, trials };
}

export function judgeNulls(
  model: CollectionModel,
  { fields }: NullTrials,
  answers: ReadonlyMap<string, Page>,
): readonly Finding[] {
  const seen = fields.map((field, index) => {
    const missing = (descending: boolean): readonly boolean[] | undefined => {
      const page = answers.get(aliasOf(index, descending));
      return page && valuesOf(model, field.key, page.rows).map((value) => value === null);
    };
    return { field, place: placeOf(missing(false), missing(true)) };
  });
  const places = new Set(seen.flatMap(({ place }) => (place === undefined ? [] : [place])));
  const [place] = places;
  if (places.size !== 1 || place === undefined || place === 'mixed') return [];
  // Texts say nothing of the numbers and dates beside them.
  if (seen.some(({ field, place: own }) => kindOf(field) !== 'text' && own === undefined)) return [];
  return [
    put(
      ['list', 'sort', 'nulls'],
      place,
      `learned: missing values sort ${words[place]}`,
      `sorted by ${fields.map(({ key }) => key).join(', ')}, both ways`,
    ),
  ];
}

const words: Readonly<Record<Place, string>> = {
  lowest: 'first ascending',
  highest: 'last ascending',
  first: 'first in both directions',
  last: 'last in both directions',
};

function aliasOf(index: number, descending: boolean): string {
  return `${descending ? 'descending' : 'ascending'}${index}`;
}

function isCandidate(field: FieldModel): boolean {
  return (
    field.nullable &&
    field.sortPath !== undefined &&
    field.sortable.ascending &&
    field.sortable.descending &&
    field.source.kind === 'path' &&
    !field.source.codec.element
  );
}

function kindOf({ type }: FieldModel): string {
  if (type === 'NUMBER') return 'number';
  return ['DATE', 'DATETIME', 'TIME'].includes(type) ? 'date' : type === 'BOOLEAN' ? 'boolean' : 'text';
}

/** Missing values beside zeros and negative numbers tell most: a missing value that is taken for 0 stands among them. */
function tellingness(values: readonly unknown[]): number {
  const missing = values.some((value) => value === null);
  const low = values.some((value) => typeof value === 'number' && value <= 0);
  return (missing ? 4 : 0) + (low ? 2 : 0) + (values.some((value) => typeof value === 'number') ? 1 : 0);
}

/** @param ascending, descending for each row of the page whether its value is missing */
function placeOf(
  ascending: readonly boolean[] | undefined,
  descending: readonly boolean[] | undefined,
): Place | 'mixed' | undefined {
  if (!ascending || !descending) return undefined;
  if (![...ascending, ...descending].includes(true)) return undefined;
  const up = endOf(ascending);
  const down = endOf(descending);
  if (up === 'first')
    return down === 'first'
      ? isWhole(ascending)
        ? undefined
        : 'first'
      : down === 'last'
        ? 'lowest'
        : 'mixed';
  if (up === 'last') return down === 'first' ? 'highest' : down === 'last' ? 'last' : 'mixed';
  return 'mixed';
}

/** Only missing values came: nothing shows where the others stand. */
function isWhole(missing: readonly boolean[]): boolean {
  return missing.every(Boolean);
}

function endOf(missing: readonly boolean[]): 'first' | 'last' | undefined {
  const count = missing.filter(Boolean).length;
  if (missing[0] === true && missing.lastIndexOf(true) === count - 1) return 'first';
  return missing[0] === false && missing.slice(missing.length - count).every(Boolean) ? 'last' : undefined;
}
