/** Output of the built program that cannot be written. */
import { beforeAll, expect, it } from 'vitest';
import { ensureBuilt, program, run } from './harness.js';

beforeAll(ensureBuilt);

it.skipIf(process.platform !== 'linux')('a full disk is one line and exit code 2', async () => {
  const command = `"${process.execPath}" "${program}" completion bash > /dev/full`;
  const { code, stderr } = await run('sh', ['-c', command]);
  expect([code, stderr]).toEqual([2, 'The output cannot be written (ENOSPC)\n']);
});
