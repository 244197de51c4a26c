/** Completion: what the program says of a line, and what shells make of it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryWith, ensureBuilt, inherited, program, root } from './harness.js';
import { inside } from './inside.js';

const shop = join(root, 'mappings/demo');
const complete = async (...words: string[]) => {
  const ended = await inside(['complete', '--', ...words]);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  return ended.stdout.split('\n').filter((line) => line !== '');
};

describe('the program', () => {
  it.each([
    [['che'], ['check']],
    [['com'], ['completion']],
    [['--v'], ['--version']],
    [['check', '--l'], ['--live']],
    [['check', '--live', '--l'], []],
    [['check', '--format', 'g'], ['github']],
    [['check', '--mappings', ''], [':directory']],
    [['init', '--schema', ''], [':file']],
    [['init', '--only', 'a', '--on'], ['--only']],
    [['query', 'products', '--as', 'v'], ['visitor']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['explain', '--mappings', shop, 'pro'], ['products']],
    [['explain', 'products', '--mappings', shop, ''], []],
    [
      ['prove', '--mappings', shop, 'products', ''],
      ['brands', 'categories', 'products'],
    ],
    [['explain', '--filter', '{}', '--mappings', shop, 'b'], ['brands']],
    [['explain', '--mappings', '/nowhere/at/all', ''], []],
    [['unknown', ''], []],
  ])('%j: %j', async (words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });

  it('names all commands, and not itself', async () => {
    const all = await complete('');
    expect(all).toContain('doctor');
    expect(all).not.toContain('complete');
  });

  it('another shell is wrong usage', async () => {
    expect(await inside(['completion', 'tcsh'])).toMatchObject({
      code: 2,
      stderr: '<shell> must be bash or zsh or fish\n',
    });
  });
});

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;
const bin = directoryWith({});
beforeAll(async () => {
  await ensureBuilt();
  const file = join(bin.path, 'wix-graphql-adapter');
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(file, 0o755);
});
afterAll(() => bin.remove());

const run = (shell: string, args: readonly string[]) => {
  const { PATH, ...rest } = inherited();
  const env = { ...rest, PATH: `${bin.path}:${PATH}` };
  const { stdout, stderr, status } = spawnSync(shell, args, { cwd: root, env, encoding: 'utf8' });
  return { stdout, stderr, status };
};

describe.skipIf(!has('bash'))('bash', () => {
  /** The replies to each line, all in one shell. */
  const inBash = (...lines: (readonly string[])[]) => {
    const asked = lines.map((words) => {
      const quoted = ['wix-graphql-adapter', ...words].map((word) => `'${word}'`).join(' ');
      return `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _wix_graphql_adapter; echo "\${COMPREPLY[*]}"`;
    });
    const code = [
      'source <(wix-graphql-adapter completion bash)',
      'complete -p wix-graphql-adapter',
      ...asked,
    ];
    const { stdout, stderr } = run('bash', ['--norc', '--noprofile', '-c', code.join('\n')]);
    expect(stderr).toBe('');
    return stdout.trimEnd().split('\n');
  };

  it('completes commands, options, collections and folders', () => {
    expect(
      inBash(
        ['doc'],
        ['check', '--str'],
        ['explain', '--mappings', 'mappings/demo', 'prod'],
        ['check', '--mappings', 'mapp'],
      ),
    ).toEqual([
      'complete -F _wix_graphql_adapter wix-graphql-adapter',
      'doctor',
      '--strict',
      'products',
      'mappings',
    ]);
  });
});

describe.skipIf(!has('zsh'))('zsh', () => {
  it('reads the script', () => {
    const code = `compdef() { echo "$@" }; compadd() { shift; print -l -- "$@" }
      source <(wix-graphql-adapter completion zsh)
      words=(wix-graphql-adapter doc); CURRENT=2; _wix_graphql_adapter`;
    expect(run('zsh', ['-f', '-c', code]).stdout).toBe('_wix_graphql_adapter wix-graphql-adapter\ndoctor\n');
  });
});

describe.skipIf(!has('fish'))('fish', () => {
  it('completes commands', () => {
    const code = "wix-graphql-adapter completion fish | source; complete -C 'wix-graphql-adapter doc'";
    expect(run('fish', ['--no-config', '-c', code]).stdout.trim()).toBe('doctor');
  });
});
