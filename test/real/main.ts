/**
 * Random questions to a real API, by hand: `npm run real -- URL [--runs 20] [--seed 1] [--program dist/cli.js] [--out DIR]
 * [--only COLLECTION] [--header 'name: value']`. Runs `init`, `check --live` and `serve` of the built program, reads
 * everything, asks signed questions of each kind, and compares each answer with the oracle over all items. Prints a table
 * of answers that are right, refused or wrong, and for the wrong ones the smallest input that is found. Ends with 1 if one was wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { program as built } from '../cli/harness.js';
import { type Kind, kinds, type Request, type Subject, type Verdict } from './questions.js';
import { readSubjects } from './read-subjects.js';
import { command, type Service, startService } from './service.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    program: { type: 'string', default: built },
    out: { type: 'string' },
    only: { type: 'string', multiple: true },
    header: { type: 'string', multiple: true },
  },
});
const url = positionals[0];
if (url === undefined)
  throw new Error('usage: npm run real -- URL [--runs 20] [--seed 1] [--program dist/cli.js]');
const runs = Number(values.runs);
const seed = Number(values.seed);
/** How long one wrong answer is made smaller, in milliseconds. */
const shrinking = 30_000;

type Tally = Record<Verdict['kind'], number>;

interface Row {
  readonly subject: string;
  readonly kind: string;
  readonly tally: Tally;
  /** How often each code refused, and the first of its messages. */
  readonly codes: ReadonlyMap<string, { readonly count: number; readonly message: string }>;
  /** The smallest wrong or failed question that was found. */
  readonly example: string | undefined;
}

const temporary = mkdtempSync(join(tmpdir(), 'real-'));
const mappings = values.out ?? temporary;
// What the program itself needs of this machine's environment, such as a header's variable.
const environment = Object.fromEntries(
  Object.entries(process.env).flatMap(([key, value]) =>
    value === undefined || key.startsWith('npm_') ? [] : [[key, value]],
  ),
);
const program = { path: resolve(values.program), environment };
try {
  const headers = (values.header ?? []).flatMap((each) => ['--header', each]);
  for (const args of [
    ['init', url, '--out', mappings, '--force', ...headers],
    ['check', '--live', '--mappings', mappings],
  ]) {
    const { code, stdout, stderr } = await command(program, args);
    console.log(`${args[0]}: exit code ${code}\n${stdout}${stderr}`);
  }
  const service = await startService(program, mappings);
  try {
    process.exitCode = (await questions(service)) ? 1 : 0;
  } finally {
    await service.stop();
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** @returns whether anything was wrong or failed */
async function questions(service: Service): Promise<boolean> {
  const { subjects, unreadable } = await readSubjects(service, values.only);
  for (const { id, reason } of unreadable) console.log(`${id} cannot be read: ${reason}`);
  const rows: Row[] = [];
  for (const subject of subjects) {
    for (const kind of kinds) {
      const row = await askAll(subject, kind, service);
      if (!row) continue;
      rows.push(row);
      const { right, refused, wrong, failed } = row.tally;
      console.log([subject.id, subject.items.length, kind.name, right, refused, wrong, failed].join('\t'));
      for (const [code, { count, message }] of row.codes) {
        console.log(`  refused ${count} times: ${code} ${message.slice(0, 300)}`);
      }
      if (row.example) console.log(`  ${row.example}`);
    }
  }
  const total = (each: Verdict['kind']): number => rows.reduce((sum, { tally }) => sum + tally[each], 0);
  console.log(
    `\n${url} seed ${seed}: ${total('right')} right, ${total('refused')} refused, ${total('wrong')} wrong, ${total('failed')} failed`,
  );
  return total('wrong') + total('failed') > 0 || unreadable.length > 0;
}

async function askAll(subject: Subject, kind: Kind, service: Service): Promise<Row | undefined> {
  const requests = kind.requests(subject);
  if (requests === undefined) return undefined;
  const tally: Tally = { right: 0, refused: 0, wrong: 0, failed: 0 };
  const codes = new Map<string, { count: number; message: string }>();
  let bad: Request | undefined;
  for (const request of fc.sample(requests, { numRuns: runs, seed })) {
    const verdict = await kind.judge(subject, request, service);
    tally[verdict.kind] += 1;
    if (isBad(verdict)) bad ??= request;
    if (verdict.kind === 'refused') {
      const { count, message } = codes.get(verdict.code) ?? { count: 0, message: verdict.message };
      codes.set(verdict.code, { count: count + 1, message });
    }
  }
  const example = bad && (await smallest(subject, kind, requests, bad, service));
  return { subject: subject.id, kind: kind.name, tally, codes, example };
}

function isBad(verdict: Verdict): boolean {
  return verdict.kind === 'wrong' || verdict.kind === 'failed';
}

async function smallest(
  subject: Subject,
  kind: Kind,
  requests: fc.Arbitrary<Request>,
  bad: Request,
  service: Service,
): Promise<string> {
  const found = await fc.check(
    fc.asyncProperty(requests, async (request) => !isBad(await kind.judge(subject, request, service))),
    { numRuns: runs, seed, interruptAfterTimeLimit: shrinking },
  );
  const request = found.counterexample?.[0] ?? bad;
  const verdict = await kind.judge(subject, request, service);
  const message = 'message' in verdict ? verdict.message : 'right when asked again';
  return `${verdict.kind}: ${JSON.stringify(request)}\n    ${message.slice(0, 600)}`;
}
