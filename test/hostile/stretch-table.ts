/**
 * Prints how long each shape of signed work keeps the loop from others at once, in processor time, while ten of it come together:
 * `npx tsx test/hostile/stretch-table.ts [part of a name]`, over the built program.
 */
import { createCaller, ensureBuilt, post, serve } from '../cli/harness.js';
import { manyRowsMapping, startManyRows } from './many-rows.js';
import { longestStretch, usage } from './measure.js';
import { work } from './work.js';

await ensureBuilt();
const upstream = await startManyRows();
const mapping = manyRowsMapping();
const caller = await createCaller();
const service = await serve(
  {
    ...caller.environment,
    UPSTREAM_URL: upstream.url,
    NODE_OPTIONS: `--import ${new URL('stretch.mjs', import.meta.url).href} ${process.env.STRETCH_OPTIONS ?? ''}`,
  },
  ['--mappings', mapping.path],
);
const times = Number(process.env.TIMES ?? 10);
for (const each of work.filter(({ name }) => name.includes(process.argv[2] ?? ''))) {
  let token = await caller.signer.sign(each.request);
  const send = () => post(service.url + each.path, token);
  const before = (await usage(service.admin)).processor;
  const first = await send();
  const after = (await usage(service.admin)).processor;
  const alone = await longestStretch(service, send);
  token = await caller.signer.sign(each.request);
  const statuses: number[] = [];
  let told10 = '';
  const longest = await longestStretch(service, () =>
    Promise.all(
      Array.from({ length: times }, async () => {
        const a = await send();
        statuses.push(a.status);
        if (a.status !== first.status) told10 = String(a.body.errorMessage ?? a.body.message).slice(0, 90);
      }),
    ),
  );
  const told = first.status === 200 ? '' : String(first.body.errorMessage ?? first.body.message).slice(0, 90);
  console.log(
    `${each.name.padEnd(40)} ${((after - before) * 1000).toFixed(0).padStart(5)} ms alone, stretch ${alone.toFixed(1).padStart(6)} / ${longest.toFixed(1).padStart(6)} ms  ${[...new Set(statuses)].join(' ')} ${told}${told10}`,
  );
}
await service.stop();
mapping.remove();
await upstream.close();
