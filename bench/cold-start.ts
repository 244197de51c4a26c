/**
 * `npm run bench:cold`: the service as a function, from the start of its process to its first answer: with a saved schema, and with one
 * that the API is asked for. Of each the median and the longest of several starts. See docs/deploying.md.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, post } from './measure.js';
import { processorTime, startMeasured, startWorker } from './processes.js';
import { appId, createKeys, queryPath, signQueries } from './requests.js';

const starts = 7;
const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const { publicKey, signer } = await createKeys();
const upstream = await startWorker('./upstream.ts', true);
const asked = mkdtempSync(join(tmpdir(), 'cold-asked-'));
const saved = mkdtempSync(join(tmpdir(), 'cold-saved-'));
try {
  const { port } = upstream.first as { port: number };
  const environment = {
    UPSTREAM_URL: `http://127.0.0.1:${port}/graphql`,
    WIX_APP_ID: appId,
    WIX_PUBLIC_KEY: publicKey,
    CURSOR_SECRET: 'the same for all processes',
    LOG_LEVEL: 'silent',
  };
  for (const directory of [asked, saved]) cpSync(file('./mappings'), directory, { recursive: true });
  const upstreamFile = join(saved, 'upstream.yaml');
  writeFileSync(upstreamFile, `${readFileSync(upstreamFile, 'utf8')}schema: schema.graphql\n`);
  const pulled = spawnSync(process.execPath, [file('../dist/cli.js'), 'pull', '--mappings', saved], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  if (pulled.status !== 0) throw new Error(`pull failed: ${pulled.stdout}${pulled.stderr}`);

  const [body] = await signQueries(signer, 10, { collection: 'products' });
  for (const [what, mappings] of [
    ['schema saved', saved],
    ['schema asked for', asked],
  ] as const) {
    const times: number[] = [];
    const processor: number[] = [];
    for (let turn = 0; turn < starts; turn++) {
      // The first request finds the process as it is: it listens, and has just begun to start.
      const begun = performance.now();
      const measured = await startMeasured(
        [file('./cold-function.mjs')],
        { path: '/', on: 'PORT' },
        {
          ...environment,
          MAPPINGS: mappings,
        },
      );
      await post(measured, queryPath, body!);
      times.push(performance.now() - begun);
      processor.push(processorTime(measured.pid) * 1000);
      await measured.stop();
    }
    console.log(
      `${what}: ${median(times).toFixed(0)} ms, at most ${Math.max(...times).toFixed(0)} ms; ${median(processor).toFixed(0)} ms of processor time`,
    );
  }
} finally {
  for (const each of [asked, saved]) rmSync(each, { recursive: true });
  await upstream.stop();
}
