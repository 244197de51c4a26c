/** `prove`: asks the API what the mapping claims of it, and names each claim that is false with its line and its mend. */

import type { App } from '../app/app.js';
import { fixOf } from '../authoring/prove/fix.js';
import { prove as proveCollection } from '../authoring/prove/prove.js';
import { writeWhole } from '../authoring/write/write-whole.js';
import { neededFacts } from '../calls/arguments.js';
import { errorsOf, formatProblem } from '../mapping/problem.js';
import { setLine } from '../mapping/set-line.js';
import type { CollectionModel } from '../model/model.js';
import { neverAborted } from '../world/signal.js';
import type { CliContext } from './context.js';
import { type JunitSuite, junitOf } from './junit.js';
import { collectionOf, loadApp } from './load-app.js';
import { type MappingsOption, mappingsDirectoryOf } from './mappings-option.js';
import { parseWithin } from './options.js';
import { type PlacedProof, placedClaim, plainClaim } from './placed-proof.js';
import { saveProof, unfinishedProof } from './saved-proofs.js';
import { formatTable } from './table.js';

export interface ProveOptions extends MappingsOption {
  readonly requests: string;
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly junit?: boolean;
  readonly resume?: boolean;
}

/** Upstream requests for one collection at most that can be asked for. */
const mostRequests = 100_000;
/** Questions between two lines about the progress. */
const questionsTold = 25;

export async function prove(
  names: readonly string[],
  options: ProveOptions,
  context: CliContext,
): Promise<void> {
  const requests = parseWithin(options.requests, '--requests', mostRequests);
  const app = await loadApp(options, context, 'live');
  try {
    const models =
      names.length > 0 ? names.map((name) => collectionOf(app, name)) : [...app.collections.values()];
    for (const text of [...app.problems.map(formatProblem), ...app.reasons]) context.note(text);
    const broken = errorsOf(app.problems).length > 0 || app.reasons.length > 0;
    const proofs: PlacedProof[] = [];
    for (const model of models) {
      const facts = neededFacts(model);
      if (facts.length > 0)
        context.note(
          `${model.id}: not asked, it needs ${facts.join(' and ')}, which only requests from Wix have`,
        );
      else {
        const proof = await proofOf(app, model, requests, options, context);
        proofs.push(proof);
        // One by one: what was found of the first ones is not lost when the rest is given up.
        keepProof(app, proof, options, context);
      }
    }
    if (options.json) context.print(JSON.stringify({ proofs: proofs.map(plain) }, null, 2));
    else if (options.junit) context.print(junitOf(proofs.map(suiteOf)));
    else for (const line of linesOf(proofs)) context.print(line);
    // What programs read must stay what it is.
    const tell = options.json || options.junit ? context.note : context.print;
    if (options.fix) for (const proof of proofs) for (const line of fixFile(app, proof)) tell(line);
    if (broken || proofs.some(({ faults, unread }) => faults.length > 0 || unread !== undefined))
      context.setExitCode(1);
  } finally {
    await app.close();
  }
}

/** Where nothing can be written, the proof is told all the same. */
function keepProof(app: App, proof: PlacedProof, options: MappingsOption, context: CliContext): void {
  try {
    saveProof(context.world, mappingsDirectoryOf(options, context), app.mappings, proof);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    context.note(`what was found is not kept for the console and for --resume (${code})`);
  }
}

async function proofOf(
  app: App,
  model: CollectionModel,
  requests: number,
  options: ProveOptions,
  context: CliContext,
): Promise<PlacedProof> {
  const { world, note } = context;
  const { source } = app.mappings.collections.find((each) => each.value.collection === model.id)!;
  const before = options.resume
    ? unfinishedProof(mappingsDirectoryOf(options, context), app.mappings, model.id)
    : undefined;
  if (options.resume && !before)
    note(`${model.id}: nothing to go on with: no proof of these files was left unfinished; it begins anew`);
  const proof = await proveCollection(model, {
    world,
    upstream: app.upstreams.find(({ name }) => name === model.upstream)!,
    collection: (id) => app.collections.get(id),
    signal: neverAborted,
    requests,
    progress(asked, all) {
      if (asked % questionsTold === 0 && asked < all) note(`${model.id}: ${asked} of ${all} questions asked`);
    },
    after: before && { questions: before.questions, falseClaims: before.faults.map(({ claim }) => claim) },
  });
  return {
    ...proof,
    requests: proof.requests + (before?.requests ?? 0),
    faults: [...(before?.faults ?? []), ...proof.faults].map((each) => placedClaim(each, source)),
  };
}

/** Writes the mends of one collection into its file, and says which. */
function fixFile(app: App, { collection, faults }: PlacedProof): readonly string[] {
  const { file, source } = app.mappings.collections.find((each) => each.value.collection === collection)!;
  const model = app.collections.get(collection)!;
  let { text } = source;
  const lines: string[] = [];
  for (const fault of faults) {
    const fix = fixOf(fault, model);
    const changed = fix && setLine(text, fix.line, fix.value, `prove: ${fault.message}`);
    if (fix && changed !== undefined) {
      text = changed;
      lines.push(`${file}: wrote ${fix.line.join('.')}: ${JSON.stringify(fix.value)}`);
    } else lines.push(`${file}: ${fault.claim} is for you to mend: ${fault.mend}`);
  }
  if (text !== source.text) writeWhole(file, text);
  return lines;
}

function plain({ faults, ...proof }: PlacedProof): object {
  return { ...proof, faults: faults.map(plainClaim) };
}

/** A failed case for each claim that is false, and one that tells what was asked. */
function suiteOf({ collection, questions, requests, faults }: PlacedProof): JunitSuite {
  const failed = faults.map(({ claim, mend, problem: { file, line, column, message } }) => ({
    name: claim,
    file,
    line,
    failure: { message, text: `${file}:${line}:${column}: ${message}\nwrite ${mend}` },
  }));
  return { name: collection, cases: [{ name: `${questions} questions in ${requests} requests` }, ...failed] };
}

function linesOf(proofs: readonly PlacedProof[]): readonly string[] {
  const rows = proofs.map(({ collection, items, whole, questions, unasked, requests, faults }) => [
    collection,
    whole ? `all ${items}` : `the first ${items}`,
    unasked === 0 ? String(questions) : `${questions} of ${questions + unasked}`,
    String(requests),
    String(faults.length),
  ]);
  const found = proofs.reduce((sum, { faults }) => sum + faults.length, 0);
  const unasked = proofs.filter((each) => each.unasked > 0).map(({ collection }) => collection);
  return [
    ...proofs.flatMap(({ faults }) => faults.map(({ problem }) => formatProblem(problem))),
    ...formatTable(['collection', 'items', 'questions', 'requests', 'false claims'], rows),
    ...proofs
      .filter(({ items }) => items === 0)
      .map(({ collection, unread }) =>
        unread === undefined
          ? `${collection}: no item came, so hardly anything could be asked`
          : `${collection}: its items could not be read: ${unread}`,
      ),
    ...(unasked.length > 0
      ? [
          `not everything was asked of ${unasked.join(', ')}: give more with --requests, or go on with --resume`,
        ]
      : []),
    found === 0
      ? 'no claim is false, as far as was asked'
      : `${found} claim${found === 1 ? ' is' : 's are'} false`,
  ];
}
