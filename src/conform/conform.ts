/** Judges a server by the rules: reads what is there, asks, and holds each answer against what the protocol says. */

import { preview } from '../wix/json.js';
import { type KnownCollection, readCollections } from './collections.js';
import type { Check, CollectionRule, Rule } from './rule.js';
import { type ItemSample, readSample, type SampleOptions } from './sample.js';
import { type Exchange, notSuccess, type ServerUnderTest } from './server.js';
import { prepareTrial } from './write-trial.js';

/** A question whose answer is not what the rule says. */
export interface RuleFailure {
  readonly exchange: Exchange;
  /** What was expected, and how the answer differs. */
  readonly expected: string;
}

/** What a rule showed of the server, or of one collection. */
export interface RuleResult {
  readonly rule: Rule;
  readonly collection: string | undefined;
  readonly questions: number;
  readonly failures: readonly RuleFailure[];
  /** Why nothing was asked. */
  readonly skipped: string | undefined;
}

export interface Conformance {
  readonly results: readonly RuleResult[];
  readonly collections: readonly { readonly id: string; readonly items: number; readonly whole: boolean }[];
  readonly requests: number;
  /** Why the rules about collections could not be tried: there are none, or one cannot be read. */
  readonly unread: readonly string[];
}

export interface ConformOptions extends SampleOptions {
  /** Ids of the collections to look at; none: all. */
  readonly collections: readonly string[];
  readonly rules: readonly Rule[];
  /** The collection that may be written; undefined: none. */
  readonly writes: string | undefined;
  /** Failures of a rule, for each collection, after which it is not asked on. */
  readonly failures: number;
  progress(text: string): void;
}

class EnoughFailures extends Error {}

/** Asks the server by every rule. Rejects only for defects of its own. */
export async function conform(server: ServerUnderTest, options: ConformOptions): Promise<Conformance> {
  const { rules, progress } = options;
  const { exchange, collections: all } = await readCollections(server);
  const { collections: wanted } = options;
  const chosen = all.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  const unread: string[] = [];
  if (all.length === 0)
    unread.push(`collections/get gave no collection: ${notSuccess(exchange) ?? 'the list is empty'}`);
  for (const id of wanted)
    if (!all.some((each) => each.id === id)) unread.push(`there is no collection ${id}`);

  const results: RuleResult[] = [];
  const seen: { id: string; items: number; whole: boolean }[] = [];
  const aboutItems = rules.filter((each) => each.scope === 'collection');
  if (aboutItems.length > 0)
    for (const collection of chosen) {
      progress(`${collection.id}: reading`);
      const sample = await sampleOf(server, collection, options, unread);
      if (sample === undefined) continue;
      seen.push({ id: collection.id, items: sample.items.length, whole: sample.whole });
      for (const rule of aboutItems) {
        progress(`${collection.id}: ${rule.id}`);
        results.push(await judgeItems(rule, sample, collection, options));
      }
    }
  if (options.writes !== undefined)
    results.push(...(await judgeWrites(server, options.writes, all, options, unread)));
  // Last, since one of them looks back at all answers.
  for (const rule of rules) {
    if (rule.scope !== 'server') continue;
    progress(rule.id);
    results.push(await judge(rule, undefined, options.failures, (check) => rule.run(server, check)));
  }
  progress('');
  const order = new Map(rules.map((rule, index) => [rule, index]));
  results.sort((a, b) => order.get(a.rule)! - order.get(b.rule)!);
  return { results, collections: seen, requests: server.asked(), unread };
}

/** undefined: it cannot be read, which is noted. */
async function sampleOf(
  server: ServerUnderTest,
  collection: KnownCollection,
  options: SampleOptions,
  unread: string[],
): Promise<ItemSample | undefined> {
  const { exchange, sample } = await readSample(server, collection, options);
  if (sample === undefined)
    unread.push(
      `${collection.id} cannot be read: ${notSuccess(exchange) ?? 'it is too long, and its ids cannot be named'}`,
    );
  return sample;
}

/** Makes items of its own, and takes them away again. */
async function judgeWrites(
  server: ServerUnderTest,
  id: string,
  collections: readonly KnownCollection[],
  options: ConformOptions,
  unread: string[],
): Promise<readonly RuleResult[]> {
  const { rules, progress, failures } = options;
  const chosen = rules.filter((each) => each.scope === 'writes');
  const collection = collections.find((each) => each.id === id);
  if (collection === undefined) unread.push(`there is no collection ${id} to write`);
  if (collection === undefined || chosen.length === 0) return [];
  progress(`${id}: writing`);
  const sample = await sampleOf(server, collection, options, unread);
  if (sample === undefined) return [];
  const prepared = await prepareTrial(sample);
  if ('failed' in prepared) {
    unread.push(
      `${id} cannot be written: expected ${prepared.why}; the answer: ${preview(prepared.failed.text, 1000)}`,
    );
    return [];
  }
  const { trial } = prepared;
  const results: RuleResult[] = [];
  try {
    for (const rule of chosen) {
      progress(`${id}: ${rule.id}`);
      results.push(await judge(rule, id, failures, (check) => rule.run(trial, check)));
    }
  } finally {
    const left = await trial.end();
    if (left.length > 0) unread.push(`${id}: these items could not be taken away again: ${left.join(', ')}`);
  }
  return results;
}

/** Items may change meanwhile: a failure counts only over items that were read again after it. */
async function judgeItems(
  rule: CollectionRule,
  sample: ItemSample,
  collection: KnownCollection,
  options: ConformOptions,
): Promise<RuleResult> {
  const first = await judge(rule, collection.id, options.failures, (check) => rule.run(sample, check));
  if (first.failures.length === 0) return first;
  const again = await readSample(sample.server, collection, options);
  const same =
    again.sample === undefined || JSON.stringify(again.sample.items) === JSON.stringify(sample.items);
  return same
    ? first
    : judge(rule, collection.id, options.failures, (check) => rule.run(again.sample!, check));
}

async function judge(
  rule: Rule,
  collection: string | undefined,
  most: number,
  run: (check: Check) => Promise<string | undefined>,
): Promise<RuleResult> {
  const failures: RuleFailure[] = [];
  let questions = 0;
  const check: Check = (exchange, wrong) => {
    questions += 1;
    if (wrong !== undefined) failures.push({ exchange, expected: wrong });
    if (failures.length >= most) throw new EnoughFailures();
  };
  let skipped: string | undefined;
  try {
    skipped = await run(check);
  } catch (error) {
    if (!(error instanceof EnoughFailures)) throw error;
  }
  return {
    rule,
    collection,
    questions,
    failures,
    skipped: questions > 0 ? undefined : (skipped ?? 'nothing to ask'),
  };
}
