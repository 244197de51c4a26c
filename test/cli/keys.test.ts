/** Keys for development, where the directory cannot take all of their files. */
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { developmentKeys } from '../../src/cli/keys.js';
import { systemWorld } from '../../src/world/system-world.js';

it('keys are there whole or not at all, and are made once the directory takes them', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'keys-'));
  const inTheWay = join(directory, 'app-id');
  mkdirSync(join(inTheWay, 'x'), { recursive: true });
  await expect(developmentKeys(systemWorld, directory, {})).rejects.toThrow('cannot be used');
  expect(existsSync(join(directory, 'private.pem'))).toBe(false);
  rmdirSync(join(inTheWay, 'x'));
  rmdirSync(inTheWay);
  const made = await developmentKeys(systemWorld, directory, {});
  expect(made.created).toBe(true);
  expect(await developmentKeys(systemWorld, directory, {})).toEqual({ ...made, created: false });
  for (const name of ['private.pem', 'public.pem', 'app-id'])
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  rmSync(directory, { recursive: true });
});
