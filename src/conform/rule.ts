/** A rule of the protocol as data: what must hold, where it is written, and how a server is asked. */

import type { ItemSample } from './sample.js';
import type { Exchange, ServerUnderTest } from './server.js';
import type { WriteTrial } from './write-trial.js';

/**
 * `must`: the protocol says so, or the site shows wrong data. `should`: the sources are silent or disagree, and this is what
 * works with all of them.
 */
export type RuleLevel = 'must' | 'should';

/** Counts one question, and notes what is wrong with its answer; `undefined`: nothing is. */
export type Check = (exchange: Exchange, wrong: string | undefined) => void;

/** What a rule ends with: a reason why nothing could be asked, or nothing. */
export type RuleEnd = Promise<string | undefined>;

interface RuleText {
  /** `area.name`, for people and programs. */
  readonly id: string;
  /** Where it is written, such as `2.4` for protocol section 2.4. */
  readonly section: string;
  /** The rule in one sentence. */
  readonly what: string;
  readonly level: RuleLevel;
}

/** Asked once. */
export interface ServerRule extends RuleText {
  readonly scope: 'server';
  run(server: ServerUnderTest, check: Check): RuleEnd;
}

/** Asked of each collection that can be read. */
export interface CollectionRule extends RuleText {
  readonly scope: 'collection';
  run(sample: ItemSample, check: Check): RuleEnd;
}

/** Asked of the one collection that may be written. */
export interface WriteRule extends RuleText {
  readonly scope: 'writes';
  run(trial: WriteTrial, check: Check): RuleEnd;
}

export type Rule = ServerRule | CollectionRule | WriteRule;

/** A rule about the server as a whole. */
export function serverRule(
  id: string,
  level: RuleLevel,
  section: string,
  what: string,
  run: ServerRule['run'],
): ServerRule {
  return Object.freeze({ id, level, section, what, scope: 'server', run });
}

/** A rule about a collection and its items. */
export function collectionRule(
  id: string,
  level: RuleLevel,
  section: string,
  what: string,
  run: CollectionRule['run'],
): CollectionRule {
  return Object.freeze({ id, level, section, what, scope: 'collection', run });
}

/** A rule about what is written. */
export function writeRule(
  id: string,
  level: RuleLevel,
  section: string,
  what: string,
  run: WriteRule['run'],
): WriteRule {
  return Object.freeze({ id, level, section, what, scope: 'writes', run });
}
