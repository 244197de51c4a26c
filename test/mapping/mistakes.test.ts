/**
 * One mistake of each kind (test/mistakes): what its problem says can be done is done, and the problem is gone. A kind is a message of the
 * code that reports problems; one that no mistake shows counts as one without a mend.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../src/app/app.js';
import type { Edit } from '../../src/mapping/next-action.js';
import type { Problem } from '../../src/mapping/problem.js';
import { unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { root } from '../cli/harness.js';
import { applied } from './applied.js';
import { problemKinds } from './problem-kinds.js';

interface Mistake {
  readonly name: string;
  readonly api: string;
  readonly file: string;
  readonly text: string;
}

const folder = join(root, 'test/mistakes');
const mistakes = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name): Mistake => {
    const [head = '', ...lines] = readFileSync(join(folder, name), 'utf8').split('\n');
    const [, api = '', file = ''] = /^# api: (\S+), file: (\S+)$/.exec(head)!;
    return { name, api, file, text: lines.join('\n') };
  });

const work = mkdtempSync(join(tmpdir(), 'mistakes-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Each API is a folder; what mistakes have put there is taken away again. */
async function problemsOf({ api, file }: Mistake, text: string): Promise<readonly Problem[]> {
  const place = mkdtempSync(join(work, 'files-'));
  cpSync(join(folder, 'apis', api), place, { recursive: true });
  mkdirSync(dirname(join(place, file)), { recursive: true });
  writeFileSync(join(place, file), text);
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: place,
    environment: { SHOP_SLOT: '$language' },
    observe: unobserved,
    prefer: 'saved',
    retry: 'never',
  });
  try {
    await app.started;
    return app.problems;
  } finally {
    await app.close();
  }
}

interface Outcome {
  readonly mistake: string;
  readonly message: string;
  readonly title: string | undefined;
  /** What is still wrong after the edit; undefined: nothing. */
  readonly left: string | undefined;
}

async function mended(mistake: Mistake): Promise<Outcome> {
  const before = await problemsOf(mistake, mistake.text);
  const problem = before.find(({ file }) => file.endsWith(mistake.file));
  expect(problem, mistake.name).toBeDefined();
  const edit = problem!.actions?.find((each): each is Edit => each.kind === 'edit');
  const outcome = { mistake: mistake.name, message: problem!.message, title: edit?.title };
  if (!edit) return { ...outcome, left: 'no edit' };
  const after = await problemsOf(mistake, applied(mistake.text, edit));
  const count = (problems: readonly Problem[], wanted: string): number =>
    problems.filter(({ message }) => message === wanted).length;
  const left = after.find(
    ({ message, severity }) =>
      (message === problem!.message || severity === 'error') &&
      count(after, message) > count(before, message) - (message === problem!.message ? 1 : 0),
  );
  return { ...outcome, left: left?.message };
}

test('the edits of at least nine kinds of ten mend them', async () => {
  const kinds = problemKinds();
  const outcomes: Outcome[] = [];
  for (const mistake of mistakes) outcomes.push(await mended(mistake));
  const kindsOf = ({ message }: Outcome): readonly string[] => {
    const fitting = kinds.filter((kind) => kind.fits(message)).map(({ text }) => text);
    return fitting.length > 0 ? fitting : [message];
  };
  const all = new Set([...kinds.map(({ text }) => text), ...outcomes.flatMap(kindsOf)]);
  const good = new Set(outcomes.filter(({ left }) => left === undefined).flatMap(kindsOf));
  const without = [...all].filter((kind) => !good.has(kind));
  const told = without.map((kind) => {
    const found = outcomes.find((each) => kindsOf(each).includes(kind));
    return `${kind}: ${found ? `${found.title ?? 'no edit'} (${found.mistake}): ${found.left}` : 'no mistake'}`;
  });
  const share = good.size / all.size;
  expect(share, `${good.size} of ${all.size}\n${told.join('\n')}`).toBeGreaterThanOrEqual(0.9);
});
