/**
 * Whether an id that was shown finds its item again: the filter's `id` may be another one (that of the database, while items
 * show a global one), and so may that of the field for one item.
 */

import { encodeId } from '../../calls/ids-request.js';
import type { Page } from '../../calls/list.js';
import { createEngine } from '../../execute/engine.js';
import type { CollectionModel } from '../../model/model.js';
import { compare } from '../../styles/condition.js';
import { UpstreamFailure } from '../../upstream/transport/failure.js';
import { AdapterError } from '../../wix/errors.js';
import { parseQuery } from '../../wix/requests.js';
import { unobserved } from '../../world/observation.js';
import { heedsFilter } from './learn-counts.js';
import { firstPage } from './learn-pages.js';
import type { Learned } from './learned.js';
import { type Asking, createTrial, type Outcome, readTime, type Trial } from './trials.js';

const operators = ['eq', 'in'] as const;
/** More than the one that is wanted, so that others would show. */
const rowsLookedAt = 5;

export function idTrials(model: CollectionModel, sample: Page, base: Learned['pageBase']): readonly Trial[] {
  const filter = model.fields.get('_id')?.filter;
  const value = sample.rows.length === 0 ? undefined : encodeId(model, firstId(model, sample));
  if (!filter || value === undefined || value === null) return [];
  // A plain page beside them shows whether it is the ids that are refused.
  const plain = { condition: undefined, sort: [], reader: model.rows([]) };
  const control = createTrial(model, 'plain', plain, firstPage(model, 1, false, base));
  const trials = operators.flatMap((operator) => {
    if (!filter.operators.has(operator)) return [];
    const condition = compare(filter.field, operator, operator === 'in' ? [value] : value);
    const query = { condition, sort: [], reader: model.rows([]) };
    return createTrial(model, `id_${operator}`, query, firstPage(model, rowsLookedAt, true, base), 'id');
  });
  return trials.length === 0 ? [] : [control, ...trials];
}

export function judgeIdFilter(
  model: CollectionModel,
  sample: Page,
  { pages, refused }: Outcome,
): { readonly wrong: boolean; readonly heedsCount: boolean } {
  const filter = model.fields.get('_id')?.filter;
  let wrong = false;
  let heedsCount = true;
  for (const operator of operators) {
    const alias = `id_${operator}`;
    const page = pages.get(alias);
    if (refused.has(alias)) wrong = true;
    if (!page) continue;
    const { match, case: letters = 'sensitive' } = filter!.operators.get(operator)!.meaning;
    const loose = match === 'superset' || (filter!.field.kind === 'text' && letters !== 'sensitive');
    const reader = model.rows([]);
    const ids = page.rows.map((row) => reader.read(row)._id);
    const found = ids.includes(firstId(model, sample));
    // It may yet come where more rows are let through, or the page is not the last one.
    const last = page.more !== true && page.next === null && !(loose && ids.length >= rowsLookedAt);
    if ((!found && last) || (!loose && ids.some((id) => id !== firstId(model, sample)))) wrong = true;
    heedsCount &&= heedsFilter(page, rowsLookedAt, undefined);
  }
  return { wrong, heedsCount };
}

/** Whether the field for one item, or for several, gives another item than asked for, or refuses an id that was shown. */
export async function isGetterWrong(model: CollectionModel, sample: Page, asking: Asking): Promise<boolean> {
  const { one, many } = model.get;
  if ((!one && !many) || sample.rows.length === 0) return false;
  const id = firstId(model, sample);
  const request = parseQuery({ collectionId: model.id, query: { filter: { _id: id }, fields: ['_id'] } });
  const { world } = asking;
  const context = {
    ...asking,
    requestId: undefined,
    scope: {},
    deadline: world.now() + readTime,
    observe: unobserved,
  };
  const engine = createEngine({ world });
  const bare = withoutIdFilter(model);
  if (engine.explain(bare, 'query', request).access !== 'ids') return false;
  try {
    const { items } = await engine.query(bare, request, context);
    return items.length !== 1;
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    // A lost connection says nothing about the field.
    return !(error.cause instanceof UpstreamFailure) || error.cause.kind === 'graphqlErrors';
  }
}

/** The same collection, as if the list could not be filtered by id. */
export function withoutIdFilter(model: CollectionModel): CollectionModel {
  const id = model.fields.get('_id')!;
  return { ...model, fields: new Map([...model.fields, ['_id', { ...id, filter: undefined }]]) };
}

function firstId(model: CollectionModel, sample: Page): string {
  return String(model.rows([]).read(sample.rows[0])._id);
}
