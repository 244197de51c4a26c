/**
 * What a few reads of a collection tell that no schema shows. Each question gives findings; they are put into the proposed
 * mapping, which is bound again, and the next question is asked of that. Only queries, never a mutation.
 */

import type { Page } from '../../calls/list.js';
import type { CollectionModel } from '../../model/model.js';
import { UpstreamFailure } from '../../upstream/transport/failure.js';
import { AdapterError } from '../../wix/errors.js';
import { applyFindings } from '../propose/apply.js';
import type { ProposedCollection } from '../propose/collection.js';
import { type Asker, LookEnded } from './asker.js';
import { saidBy } from './failures.js';
import { type Finding, type Learned, say } from './finding.js';
import { learnBase } from './learn-base.js';
import { learnCodec } from './learn-codec.js';
import { countTrials, judgeFirstCount, judgeTotals, splitTotal, withCaps } from './learn-counts.js';
import { learnEquality } from './learn-equality.js';
import { learnFilters, refusedFilter } from './learn-filters.js';
import { idTrials, judgeIdFilter, learnIds } from './learn-ids.js';
import { judgeNulls, nullTrials } from './learn-nulls.js';
import { learnCap, learnFixed } from './learn-pages.js';
import { judgePosition, positionTrials } from './learn-position.js';
import { readSample, sampleSize } from './learn-sample.js';
import { learnSorts, refusedSort } from './learn-sorts.js';
import { learnTies } from './learn-ties.js';
import { findTwins, learnValues } from './learn-values.js';
import { controlTrial, type Look } from './look.js';
import { runTrials } from './trials.js';

/** A proposal as a model; undefined: it does not bind yet. */
export type Bind = (proposed: ProposedCollection) => CollectionModel | undefined;

/** The proposal with what is known so far, and the model of it. */
interface State {
  readonly proposed: ProposedCollection;
  readonly model: CollectionModel;
  readonly findings: readonly Finding[];
}

export async function learn(
  proposed: ProposedCollection,
  model: CollectionModel,
  bind: Bind,
  asker: Asker,
): Promise<Learned> {
  let state: State = { proposed, model, findings: [] };
  const note = (found: readonly Finding[]): void => {
    state = withFindings(state, found, bind);
  };
  const rebind = (found: readonly Finding[]): CollectionModel | undefined =>
    bind(applyFindings(state.proposed, found));
  let unidentified: string | undefined;
  const done = (failure?: string): Learned => ({
    findings: together(state.findings),
    failure,
    unidentified,
  });
  let read = false;
  try {
    note(await learnBase(state.model, asker));
    const sample = await readSample(state.model, asker);
    if ('failure' in sample) return done(sample.failure);
    read = true;
    note(sample.findings);
    const look = (): Look => ({ model: state.model, sample: sample.page, asker });
    // An id that cannot be read says nothing of the fields beside it.
    unidentified = findTwins(state.model, sample.page);
    note(learnValues({ model: state.model, page: sample.page, dialect: asker.dialect, rebind }));
    if (sample.hidden) return done();
    note(judgeFirstCount(look()));
    note(await firstRound(look()));
    note(learnFixed(look()));
    note(await learnCap(look(), sample.size, sample.size < sampleSize ? sampleSize : undefined));
    note(await learnIds(look()));
    note(await learnFilters(look()));
    note(await learnEquality(look()));
    note(await learnSorts(look()));
    note(await learnTies(look()));
    note(await splitTotal(look()));
    note(learnCodec(look()));
    return done();
  } catch (error) {
    if (error instanceof LookEnded && read) {
      const comment = `not all of it was looked at when this was written: ${error.message}`;
      note([say(['collection'], comment, comment)]);
      return done();
    }
    if (error instanceof UpstreamFailure) return done(saidBy(error));
    if (error instanceof AdapterError || error instanceof LookEnded) return done(error.message);
    throw error;
  }
}

/** Places, ids, totals and missing values: one document where the API takes it. */
async function firstRound(look: Look): Promise<readonly Finding[]> {
  const { model, asker } = look;
  const nulls = nullTrials(look);
  const counts = countTrials(look);
  const trials = [...positionTrials(look), ...idTrials(look), ...counts.trials, ...nulls.trials];
  if (trials.length === 0) return [];
  const outcome = await runTrials<Page>(model, trials, controlTrial(model), asker);
  const position = judgePosition(look, outcome.answers);
  const ids = judgeIdFilter(look, outcome);
  // A total beside an unheeded offset was looked for in the wrong place.
  const totals = position.length > 0 ? [] : await withCaps(look, judgeTotals(look, counts, outcome.answers));
  const told = totals.some(({ line }) => line[1] === 'count');
  return [
    ...position,
    ...ids.filter(({ line }) => line[1] !== 'count' || !told),
    ...totals,
    ...judgeNulls(model, nulls, outcome.answers),
  ];
}

function withFindings(state: State, found: readonly Finding[], bind: Bind): State {
  if (found.length === 0) return state;
  const proposed = applyFindings(state.proposed, found);
  // What does not bind is a question for the integrator; the next reads go on without it.
  return { proposed, model: bind(proposed) ?? state.model, findings: [...state.findings, ...found] };
}

/** One comment where filters and sorts of a field are refused. */
function together(findings: readonly Finding[]): readonly Finding[] {
  const has = (key: unknown, member: string, comment: string): boolean =>
    findings.some(
      ({ line, comment: own }) => line[1] === key && line[2] === member && own === `learned: ${comment}`,
    );
  return findings.map((finding) => {
    const [part, key, member] = finding.line;
    if (part !== 'fields' || !has(key, 'filter', refusedFilter) || !has(key, 'sort', refusedSort))
      return finding;
    if (member === 'filter')
      return {
        ...finding,
        comment: 'learned: the API refuses filters and sorts on it that its schema offers',
      };
    const { comment: _comment, ...silent } = finding;
    return member === 'sort' ? silent : finding;
  });
}
