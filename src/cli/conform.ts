/** `conform`: judges any server of the service plugin by the rules of the protocol, from outside. */

import { type Conformance, conform as judge } from '../conform/conform.js';
import { allRules } from '../conform/rules/index.js';
import { serverUnderTest } from '../conform/server.js';
import { httpAddress } from '../upstream/transport/http-address.js';
import { createSigner, generateKeyPair } from '../wix/jwt/sign.js';
import { CliError } from './cli-error.js';
import { conformLines, conformSuites, plainConformance } from './conform-report.js';
import { fetchWire } from './conform-wire.js';
import type { CliContext } from './context.js';
import { junitOf } from './junit.js';
import { type SigningOptions, signingFrom, trustHint } from './keys.js';
import { parseCount, parseWithin } from './options.js';
import { listOf } from './request-options.js';

export interface ConformCommandOptions extends SigningOptions {
  readonly collections?: string;
  readonly rules?: string;
  readonly writes?: string;
  readonly items: string;
  readonly questions: string;
  readonly seed: string;
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly junit?: boolean;
}

const mostItems = 100_000;
const mostQuestions = 1000;
/** Failures of a rule and a collection that are shown. */
const shownFailures = 3;

/** Exit code 0: every rule holds; 1: one does not, or nothing could be read; 2: wrong usage. */
export async function conform(
  url: string,
  options: ConformCommandOptions,
  context: CliContext,
): Promise<void> {
  const address = addressOf(url);
  const rules = chosenRules(options.rules);
  const items = parseWithin(options.items, '--items', mostItems);
  const questions = parseWithin(options.questions, '--questions', mostQuestions);
  const seed = parseCount(options.seed, '--seed');
  if (options.json && options.junit) throw new CliError(2, 'Give only one of --json and --junit');
  const { world } = context;
  const { signer, appId, created } = await signingFrom(options, context);
  if (created !== undefined) for (const line of trustHint(created, appId)) context.note(line);
  const other = await generateKeyPair('ES256');
  const server = serverUnderTest({
    url: address,
    world,
    audience: appId,
    signer,
    stranger: createSigner({ world, privateKey: other.privateKey, audience: appId }),
    wire: fetchWire(address, world),
  });
  const found = await judge(server, {
    collections: listOf(options.collections),
    writes: options.writes,
    rules,
    items,
    questions,
    seed,
    failures: shownFailures,
    progress: context.progress,
  });
  show(found, url, options, context);
  if (failsBy(found, options.strict === true)) context.setExitCode(1);
}

function show(
  found: Conformance,
  url: string,
  { json, junit }: ConformCommandOptions,
  { print, note }: CliContext,
): void {
  for (const reason of found.unread) note(reason);
  if (json) print(JSON.stringify(plainConformance(found, url), null, 2));
  else if (junit) print(junitOf(conformSuites(found)));
  else for (const line of conformLines(found)) print(line);
}

function failsBy({ results, unread }: Conformance, strict: boolean): boolean {
  return (
    unread.length > 0 ||
    results.some(({ rule, failures }) => failures.length > 0 && (strict || rule.level === 'must'))
  );
}

function addressOf(url: string): URL {
  const address = httpAddress(url);
  if (!address) throw new CliError(2, 'The address of the server must begin with http:// or https://');
  return address;
}

/** Rules by their ids, or by the part before the dot. */
function chosenRules(names: string | undefined): typeof allRules {
  const wanted = listOf(names);
  const fits = (id: string, name: string): boolean => id === name || id.startsWith(`${name}.`);
  const unknown = wanted.filter((name) => !allRules.some(({ id }) => fits(id, name)));
  if (unknown.length > 0) {
    const areas = [...new Set(allRules.map(({ id }) => id.split('.')[0]))];
    throw new CliError(2, `--rules: there is no rule ${unknown.join(', ')}; areas are ${areas.join(', ')}`);
  }
  return wanted.length === 0 ? allRules : allRules.filter(({ id }) => wanted.some((name) => fits(id, name)));
}
