/**
 * What a few tiny reads of a collection tell that no schema shows: whether its fields can be read, what its values look
 * like, how large its pages are, whether it counts, where it sorts missing values. Only queries, never a mutation.
 */

import { isCountable, operationName, preparePage } from '../../calls/list.js';
import type { CollectionModel } from '../../model/model.js';
import type { UpstreamResult } from '../../upstream/transport/context.js';
import { UpstreamFailure } from '../../upstream/transport/failure.js';
import { AdapterError } from '../../wix/errors.js';
import type { FieldType } from '../../wix/protocol.js';
import { idTrials, isGetterWrong, judgeIdFilter, withoutIdFilter } from './learn-access.js';
import { countTrials, ignoresFilter, judgeCount, judgeTotals } from './learn-counts.js';
import { learnFilters } from './learn-filters.js';
import { learnIds } from './learn-ids.js';
import { judgeNulls, nullTrials } from './learn-nulls.js';
import { findBase, findCap, findFixed } from './learn-pages.js';
import { judgeValues, readSample } from './learn-sample.js';
import { type Learned, nothingLearned, type Probe } from './learned.js';
import { type Asking, askTogether, readTime } from './trials.js';

/** Most reads of one collection, page by page. */
const mostReads = 16;

export async function learn(
  model: CollectionModel,
  asking: Asking,
  known: { readonly cap: boolean; readonly nulls: boolean },
): Promise<Learned> {
  const probe = createProbe(model, asking);
  const unreadable = new Map<string, string>();
  const types = new Map<string, FieldType>();
  let learned: Learned = { ...nothingLearned, unreadable, types };
  const note = (found: Partial<Learned>): void => {
    learned = { ...learned, ...found };
  };
  try {
    const { base: pageBase, open } = await findBase(model, probe);
    const { page: sample, keys } = await readSample(model, probe, unreadable, pageBase);
    note({ pageBase, baseAssumed: open && sample.rows.length === 0 });
    if (isCountable(model, { condition: undefined }))
      note({ count: await judgeCount(model, probe, sample, pageBase) });
    judgeValues(model, sample, keys, unreadable, types);
    const learnCap = async (total: number | undefined): Promise<void> => {
      if (known.cap || model.list.page.size === undefined) return;
      const query = { condition: undefined, sort: [], reader: model.rows(keys) };
      const cap = await findCap(model, probe, query, total, pageBase);
      note({ pageMax: cap.max, pageMaxSuspected: cap.suspected });
    };
    await learnCap(learned.count === undefined ? sample.count : undefined);
    note({ pageFixed: findFixed(model, sample) });

    let bound = corrected(model, learned);
    const nulls = known.nulls ? { fields: [], trials: [] } : nullTrials(bound, sample, unreadable, pageBase);
    const counts = countTrials(bound, sample, pageBase);
    const trials = [...idTrials(bound, sample, pageBase), ...counts.trials, ...nulls.trials];
    const outcome = await askTogether(bound, trials, 2, asking);
    note({ nulls: judgeNulls(bound, nulls, outcome) });
    const idFilter = judgeIdFilter(bound, sample, outcome);
    note({ wrongIdFilter: idFilter.wrong });
    if (bound.list.count) {
      note(judgeTotals(bound, sample, counts, outcome));
      if (!idFilter.wrong && !idFilter.heedsCount && learned.count === undefined)
        note(ignoresFilter(bound, learned));
      // Measured by a wrong total the end of the list looks like a cap.
      if (learned.count !== undefined && learned.pageMax !== undefined) await learnCap(undefined);
    }

    bound = corrected(bound, learned);
    // The field for one item is used where the list's filter cannot take ids.
    if (!bound.fields.get('_id')?.filter?.operators.has('in'))
      note({ wrongGetter: await isGetterWrong(bound, sample, asking) });
    bound = corrected(bound, learned);
    note(await learnIds(bound, sample, asking));
    note(await learnFilters(bound, sample, pageBase, asking));
    return learned;
  } catch (error) {
    if (!(error instanceof UpstreamFailure) && !(error instanceof AdapterError)) throw error;
    const said =
      error instanceof UpstreamFailure ? (error.errors[0]?.message ?? error.message) : error.message;
    return { ...learned, failure: said };
  }
}

/** The collection without what proved wrong, so that the next reads do not stumble over it. */
function corrected(model: CollectionModel, learned: Learned): CollectionModel {
  const { list } = model;
  const page = learned.pageMax === undefined ? list.page : { ...list.page, max: learned.pageMax };
  const uncounted = learned.count !== undefined || learned.countStyle !== undefined;
  const amended = { ...model, list: { ...list, page, count: uncounted ? undefined : list.count } };
  const got = learned.wrongGetter ? { ...amended, get: { one: undefined, many: undefined } } : amended;
  return learned.wrongIdFilter ? withoutIdFilter(got) : got;
}

function createProbe(model: CollectionModel, asking: Asking): Probe {
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
          signal: asking.signal,
          deadline: asking.world.now() + readTime,
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
