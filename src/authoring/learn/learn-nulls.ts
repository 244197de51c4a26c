/**
 * Where missing values stand in sorted pages. A server that sorts with `(a ?? 0) - (b ?? 0)` puts them first among texts
 * and somewhere in the middle among numbers, so that a text and a number must agree.
 */

import type { Page } from '../../calls/list.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import { valuesOf } from './field-tests.js';
import { firstPage } from './learn-pages.js';
import type { Learned } from './learned.js';
import { createTrial, type Outcome, type Trial } from './trials.js';

/** Rows of each sorted page: the place between missing values and others should be among them. */
const rowsLookedAt = 50;

export interface NullTrials {
  readonly fields: readonly FieldModel[];
  readonly trials: readonly Trial[];
}

export function nullTrials(
  model: CollectionModel,
  sample: Page,
  unreadable: ReadonlyMap<string, string>,
  base: Learned['pageBase'],
): NullTrials {
  // With templates of two kinds one field does not speak for all.
  if (!model.list.sort || model.list.sort.style.otherwise) return { fields: [], trials: [] };
  const candidates = [...model.fields.values()]
    .filter((field) => isCandidate(field) && !unreadable.has(field.key))
    .map((field) => ({ field, tells: tellingness(valuesOf(model, field.key, sample)) }))
    .sort((a, b) => b.tells - a.tells)
    .map(({ field }) => field);
  const fields = [false, true].flatMap(
    (ordered) => candidates.find((field) => isOrdered(field) === ordered) ?? [],
  );
  const trials = fields.flatMap((field, index) =>
    [false, true].map((descending) => {
      const sort = [{ path: field.sortPath!, descending }];
      const query = { condition: undefined, sort, reader: model.rows([field.key]) };
      const request = firstPage(model, rowsLookedAt, false, base);
      return createTrial(model, aliasOf(index, descending), query, request);
    }),
  );
  return { fields, trials };
}

export function judgeNulls(
  model: CollectionModel,
  { fields }: NullTrials,
  { pages }: Outcome,
): Learned['nulls'] {
  const seen = fields.map((field, index) => {
    const missing = (descending: boolean): readonly boolean[] | undefined => {
      const page = pages.get(aliasOf(index, descending));
      return page && valuesOf(model, field.key, page).map((value) => value === null || value === undefined);
    };
    return { field, place: placeOf(missing(false), missing(true)) };
  });
  const places = new Set(seen.flatMap(({ place }) => (place === undefined ? [] : [place])));
  const [place] = places;
  if (places.size !== 1 || place === 'mixed') return undefined;
  // Texts say nothing of the numbers and dates beside them.
  return seen.some(({ field, place: own }) => isOrdered(field) && own === undefined) ? undefined : place;
}

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

function isOrdered(field: FieldModel): boolean {
  return ['NUMBER', 'DATE', 'DATETIME', 'TIME'].includes(field.type);
}

/** Missing values beside zeros and negative numbers tell most: a missing value that is taken for 0 stands among them. */
function tellingness(values: readonly unknown[]): number {
  const missing = values.some((value) => value === null || value === undefined);
  const low = values.some((value) => typeof value === 'number' && value <= 0);
  return (missing ? 4 : 0) + (low ? 2 : 0) + (values.some((value) => typeof value === 'number') ? 1 : 0);
}

/** @param ascending, descending for each row of the page whether its value is missing */
function placeOf(
  ascending: readonly boolean[] | undefined,
  descending: readonly boolean[] | undefined,
): 'lowest' | 'highest' | 'mixed' | undefined {
  if (!ascending || !descending) return undefined;
  if (![...ascending, ...descending].includes(true)) return undefined;
  const first = (missing: readonly boolean[]): boolean =>
    missing[0] === true && missing.lastIndexOf(true) === missing.filter(Boolean).length - 1;
  const last = (missing: readonly boolean[]): boolean =>
    missing[0] === false && (!missing.includes(true) || missing.slice(missing.indexOf(true)).every(Boolean));
  if (first(ascending) && last(descending)) return 'lowest';
  if (last(ascending) && first(descending)) return 'highest';
  return 'mixed';
}
