/**
 * What a few tiny reads of a collection tell that no schema shows: whether its fields can be read, what its values look
 * like, how large its pages are, whether it counts, where it sorts missing values. Only queries, never a mutation.
 */

import { ConversionError } from '../mapping/codecs/codec.js';
import { inferSemanticType } from '../mapping/codecs/infer.js';
import type { CollectionModel } from '../mapping/model.js';
import { isCountable, operationName, type Page, preparePage } from '../planner/list.js';
import type { UpstreamSortKey } from '../upstream/styles/sort.js';
import type { UpstreamResult } from '../upstream/transport/context.js';
import { type GraphqlError, UpstreamFailure } from '../upstream/transport/failure.js';
import { AdapterError } from '../wix/errors.js';
import type { FieldType } from '../wix/protocol.js';
import { learnRefusals } from './learn-filters.js';
import { learnIds } from './learn-ids.js';
import { type Cap, findBase, findCap, findFixed, firstPage, judgeCount } from './learn-pages.js';
import type { Learned, Probe } from './learned.js';

/** Rows that are looked at; fewer where the API refuses so many at once. */
const sampleSizes = [50, 10] as const;
/** Most reads of one collection. */
const mostReads = 16;

export async function learn(
  model: CollectionModel,
  signal: AbortSignal,
  known: { readonly cap: boolean; readonly nulls: boolean },
): Promise<Learned> {
  const reader = createProbe(model, signal);
  const unreadable = new Map<string, string>();
  const types = new Map<string, FieldType>();
  let count: Learned['count'];
  let pageBase: Learned['pageBase'];
  let baseAssumed = false;
  let cap: Cap = { max: undefined, suspected: false };
  let nulls: Learned['nulls'];
  let pageFixed: number | undefined;
  let ids: Learned['ids'];
  let missing: Learned['missing'];
  let refusals = { refusedFilters: [] as readonly string[], refusedSorts: [] as readonly string[] };
  const found = (failure: string | undefined): Learned => ({
    unreadable,
    types,
    pageMax: cap.max,
    pageMaxSuspected: cap.suspected,
    pageFixed,
    pageBase,
    baseAssumed,
    count,
    nulls,
    ids,
    missing,
    ...refusals,
    failure,
  });
  try {
    const numbering = await findBase(model, reader);
    pageBase = numbering.base;
    const sample = await readSample(model, reader, unreadable, pageBase);
    baseAssumed = numbering.open && sample.page.rows.length === 0;
    if (isCountable(model, { condition: undefined }))
      count = await judgeCount(model, reader, sample.page, pageBase);
    judgeValues(model, sample.page, sample.keys, unreadable, types);
    if (!known.cap && model.list.page.size !== undefined) {
      const query = { condition: undefined, sort: [], reader: model.rows(sample.keys) };
      cap = await findCap(
        model,
        reader,
        query,
        count === undefined ? sample.page.count : undefined,
        pageBase,
      );
    }
    pageFixed = findFixed(model, sample.page);
    if (!known.nulls) nulls = await findNulls(model, reader, unreadable, pageBase);
    ({ ids, missing } = await learnIds(model, sample.page, signal));
    refusals = await learnRefusals(model, sample.page, pageBase, signal);
    return found(undefined);
  } catch (error) {
    if (!(error instanceof UpstreamFailure) && !(error instanceof AdapterError)) throw error;
    const said =
      error instanceof UpstreamFailure ? (error.errors[0]?.message ?? error.message) : error.message;
    return found(said);
  }
}

function createProbe(model: CollectionModel, signal: AbortSignal): Probe {
  let reads = 0;
  return {
    async page(query, request) {
      reads += 1;
      if (reads > mostReads) throw new UpstreamFailure('aborted', 'enough was read to learn from');
      const prepared = preparePage(model, query, request, {});
      const operation = model.upstream.operations(operationName(model), prepared.calls);
      const result: UpstreamResult = await model.upstream.client.request(
        operation.document,
        operation.variables,
        {
          signal,
          deadline: Date.now() + 10_000,
          scope: {},
        },
      );
      const listErrors = result.errors.filter((error) => error.path === undefined || error.path.length <= 2);
      if (listErrors.length > 0)
        throw new UpstreamFailure('graphqlErrors', listErrors[0]!.message, { errors: listErrors });
      return { page: prepared.read(result.data), errors: result.errors };
    },
  };
}

/** One page with all fields; those that the API refuses are left out, and the page is read again without them. */
async function readSample(
  model: CollectionModel,
  probe: Probe,
  unreadable: Map<string, string>,
  base: Learned['pageBase'],
) {
  let keys = [...model.fields.keys()];
  let size: number = sampleSizes[0];
  for (let attempt = 0; ; attempt++) {
    const query = { condition: undefined, sort: [], reader: model.rows(keys) };
    const request = firstPage(model, size, true, base);
    try {
      const { page, errors } = await probe.page(query, request);
      for (const error of errors) noteRefused(model, error, unreadable);
      return { page, keys: keys.filter((key) => !unreadable.has(key)) };
    } catch (error) {
      if (!(error instanceof UpstreamFailure) || attempt >= 3) throw error;
      const before = unreadable.size;
      for (const each of error.errors) noteRefused(model, each, unreadable);
      if (unreadable.size === before) {
        if (model.list.page.size === undefined || size === sampleSizes[1]) throw error;
        size = sampleSizes[1];
      }
      keys = keys.filter((key) => !unreadable.has(key));
    }
  }
}

/** The fields whose path an error ends in, or that its message names. */
function noteRefused(model: CollectionModel, error: GraphqlError, unreadable: Map<string, string>): void {
  const last = error.path?.findLast((step) => typeof step === 'string');
  for (const field of model.fields.values()) {
    if (field.key === '_id' || field.source.kind !== 'path') continue;
    const names = field.source.steps.map((step) => step.name);
    const quoted = names.some((name) => new RegExp(`["'\`]${name}["'\`]`).test(error.message));
    if ((last !== undefined && names.includes(String(last))) || (error.path === undefined && quoted)) {
      unreadable.set(field.key, error.message);
    }
  }
}

function judgeValues(
  model: CollectionModel,
  page: Page,
  keys: readonly string[],
  unreadable: Map<string, string>,
  types: Map<string, FieldType>,
): void {
  for (const key of keys) {
    const field = model.fields.get(key)!;
    const cell = model.rows([key]);
    const samples: unknown[] = [];
    let inexact: 'here' | 'already' | undefined;
    for (const row of page.rows) {
      try {
        samples.push(cell.read(row)[key]);
      } catch (error) {
        if (!(error instanceof AdapterError)) throw error;
        const raw = error.cause instanceof ConversionError ? error.cause.value : undefined;
        if (inexact !== 'already') inexact = typeof raw === 'number' ? 'already' : 'here';
      }
    }
    // A value that the type cannot hold exactly is shown as its text, unless it comes as a number that lost its digits.
    if (inexact === 'already' && key !== '_id')
      unreadable.set(key, 'it comes as numbers of more digits than a JSON number keeps');
    else if (inexact && key !== '_id') types.set(key, 'TEXT');
    else if (field.type === 'TEXT' && key !== '_id' && field.source.kind === 'path') {
      const path = field.source.steps.map((step) => step.name).join('.');
      const texts = samples.filter((sample) => typeof sample === 'string' && sample !== '');
      const type = inferSemanticType({
        typeName: 'String',
        leafKind: 'scalar',
        isList: false,
        fieldName: field.source.steps.at(-1)!.name,
        path,
        samples: texts,
      });
      if (type !== 'TEXT' && texts.length > 0) types.set(key, type);
    }
  }
  if (model.rows([]).selection && page.rows.length > 0) {
    const ids = page.rows.map((row) => model.rows([]).read(row)._id);
    if (new Set(ids).size < ids.length) unreadable.set('_id', 'two rows of the first page have the same id');
  }
}

/** Sorts by one field that can be missing, both ways: which end has the missing values. */
async function findNulls(
  model: CollectionModel,
  probe: Probe,
  unreadable: ReadonlyMap<string, string>,
  base: Learned['pageBase'],
): Promise<Learned['nulls']> {
  // With templates of two kinds one field does not speak for all.
  if (!model.list.sort || model.list.sort.style.otherwise) return undefined;
  const field = [...model.fields.values()].find(
    (each) =>
      each.nullable &&
      each.sortPath &&
      each.sortable.ascending &&
      each.sortable.descending &&
      !unreadable.has(each.key) &&
      each.source.kind === 'path' &&
      !each.source.codec.element,
  );
  if (!field?.sortPath) return undefined;
  const reader = model.rows([field.key]);
  const first = async (descending: boolean): Promise<boolean | undefined> => {
    const sort: UpstreamSortKey[] = [{ path: field.sortPath!, descending }];
    const { page } = await probe.page(
      { condition: undefined, sort, reader },
      firstPage(model, 1, false, base),
    );
    const row = page.rows[0];
    return row === undefined ? undefined : reader.read(row)[field.key] === null;
  };
  const [ascending, descending] = [await first(false), await first(true)];
  if (ascending === true && descending === false) return 'lowest';
  if (ascending === false && descending === true) return 'highest';
  return undefined;
}
