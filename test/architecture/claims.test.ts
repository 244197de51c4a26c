/** What ARCHITECTURE.md says and a program can check. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beside, layers } from './layers.js';
import { pathsIn, root } from './sources.js';

const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

/** The text under a heading, up to the next heading of the same or a higher level. */
function section(heading: string): string {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  if (start === -1) throw new Error(`ARCHITECTURE.md has no heading "${heading}"`);
  const level = /^#+/.exec(lines[start]!)![0].length;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => new RegExp(`^#{1,${level}} `).test(line));
  return (end === -1 ? rest : rest.slice(0, end)).join('\n');
}

/** Names in a table's first column. */
function firstColumn(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .flatMap((line) => [...line.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
}

/** Entries of a drawn tree with their paths: two blanks for each level, a description after two blanks or more. */
function treeOf(text: string): readonly string[] {
  const block = /```\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const open: string[] = [];
  return block
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const depth = /^ */.exec(line)![0].length / 2;
      const names = line.trim().split(/ {2,}/)[0]!.split(', ');
      open.splice(depth, Number.POSITIVE_INFINITY, names[0]!.replace(/\/$/, ''));
      return names.map((name) => [...open.slice(0, depth), name.replace(/\/$/, '')].join('/'));
    });
}

describe('the layers', () => {
  const tree = treeOf(section('Layers'));

  it('are those that imports are checked against, from the top down', () => {
    const drawn = tree
      .filter((each) => /^src\/[^/]+$/.test(each))
      .map((each) => each.slice(4))
      .filter((each) => !each.endsWith('.ts'));
    expect(drawn).toEqual([...layers, ...Object.keys(beside)]);
  });

  it('and everything else in the tree is there', () => {
    expect(tree.length).toBeGreaterThan(layers.length);
    expect(tree.filter((each) => !existsSync(join(root, each)))).toEqual([]);
  });
});

it('the dependencies are those of package.json', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  expect([...firstColumn(section('Dependencies'))].sort()).toEqual(Object.keys(dependencies).sort());
});

it('files and folders that it names are there', () => {
  const names = [...pathsIn('src'), ...pathsIn('test')].map((each) => basename(each));
  const isThere = (path: string): boolean =>
    existsSync(join(root, path)) ||
    existsSync(join(root, 'src', path)) ||
    (!path.includes('/') && names.includes(path));
  const named = [...page.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)]
    .map(([, each]) => each!)
    .filter((each) => each.endsWith('.ts') || each.endsWith('/') || isPath(each));
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((each) => !isThere(each))).toEqual([]);
});

/** `plan/plan` is a path, `items/query` is not: its first part is no folder here. */
function isPath(text: string): boolean {
  const first = text.split('/')[0]!;
  return text.includes('/') && (existsSync(join(root, first)) || existsSync(join(root, 'src', first)));
}
