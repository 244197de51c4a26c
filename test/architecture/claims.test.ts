/** What ARCHITECTURE.md says and a program can check. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beside, layers } from './layers.js';
import { pathsIn, readSources, root } from './sources.js';

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

it('the dependencies are the packages that the program is made of, and those that it takes where they are', () => {
  const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    peerDependencies: Record<string, string>;
  };
  const imported = readSources('src').flatMap(({ packages }) => packages);
  expect([...firstColumn(section('Dependencies'))].sort()).toEqual(
    [...new Set([...imported, ...Object.keys(peerDependencies)])].sort(),
  );
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

/** Numbers of the page, and where the code has them: whoever changes one changes the other. */
const numbers: readonly (readonly [page: string, file: string, code: string])[] = [
  ['up to three times within the deadline', 'gateway/retry.ts', 'attempts: 3'],
  ['6 MiB while they arrive', 'server/listener.ts', 'usualBodyLimit = 6 * 2 ** 20'],
  ['a sixth of it after decompression', 'server/read-body.ts', 'packedShare = 6'],
  ['the header (4 KiB at most)', 'wix/jwt/token-reader.ts', 'mostHeaderBytes = 4096'],
  ['compressed above 1 KiB', 'server/encode.ts', 'smallAnswer = 1024'],
  ['up to 50 alternatives of `eq`', 'plan/pushdown/leaf/one-of.ts', 'longestAlternatives = 50'],
  ['after 0.5 s, doubled up to 30 s', 'app/supervisor.ts', '{ first: 500, most: 30_000 }'],
  ['up to 1000 items a page', 'wix/paging.ts', 'largestPage = 1000'],
  ['HMAC-SHA-256 (16 bytes)', 'plan/request/cursor-token.ts', 'macLength = 16'],
  ['**bookmarks**: kept for a minute', 'execute/bookmarks.ts', 'bookmarkLife = 60_000'],
];
const textOf = (file: string): string => readFileSync(join(root, 'src', file), 'utf8');

it.each(numbers)('says "%s" as %s does', (claim, file, code) => {
  expect(page.replace(/\n\s*/g, ' ')).toContain(claim);
  expect(textOf(file)).toContain(code);
});

describe('the drawn tree of a plan', () => {
  const drawn = /```\n(Plan {2,}[\s\S]*?)```/.exec(page)![1]!;
  const nodes = textOf('plan/source-nodes.ts') + textOf('plan/nodes.ts');
  /** The part of the drawing that begins with this word. */
  const part = (name: string): string =>
    new RegExp(`^${name}\\b[\\s\\S]*?(?=^[A-Z]|(?![\\s\\S]))`, 'm').exec(drawn)?.[0] ?? '';
  /** Kinds of the nodes of one exported type. */
  const kindsOf = (type: string): readonly string[] => {
    const declaration = new RegExp(
      `export type ${type} =[\\s\\S]*?(?=^export |^interface |^/\\*\\* \\w)`,
      'm',
    ).exec(nodes)![0];
    return [...declaration.matchAll(/readonly kind: '(\w+)'/g)].map(([, kind]) => kind!);
  };

  it.each(['Rows', 'Source', 'Count', 'Total', 'Results'])('has each kind of %s', (type) => {
    const kinds = kindsOf(type);
    expect(kinds.length).toBeGreaterThan(1);
    expect(kinds.filter((each) => !new RegExp(`\\b${each}\\b`).test(part(type)))).toEqual([]);
  });

  it('has each kind of plan', () => {
    const kinds = ['ItemsPlan', 'CountPlan', 'AggregatePlan', 'DistinctPlan'].flatMap(kindsOf);
    expect(part('Plan').match(/\b(items|count|aggregate|distinct)\b/g)).toEqual(kinds);
  });
});

describe('what it says of who knows what', () => {
  const sources = readSources('src');
  const importing = (from: string, to: string): readonly string[] =>
    sources
      .filter(({ path, imports }) => path.startsWith(from) && imports.some((each) => each.startsWith(to)))
      .map(({ path }) => path);

  it('upstream knows no Wix', () => {
    expect(importing('src/upstream/', 'src/wix/')).toEqual([]);
  });

  it('wix knows no GraphQL and does no I/O', () => {
    const used = sources.filter(({ path }) => path.startsWith('src/wix/'));
    expect([...new Set(used.flatMap(({ packages }) => packages))]).toEqual(['jose']);
    const modules = used.flatMap(({ path }) =>
      [...textOf(path.slice(4)).matchAll(/from 'node:([\w/]+)'/g)].map(([, name]) => name!),
    );
    expect([...new Set(modules)].sort()).toEqual(['crypto', 'util']);
  });

  it('only cli.ts and cli/handler.ts import the real world', () => {
    const roots = ['src/cli.ts', 'src/cli/handler.ts'];
    expect(importing('src/', 'src/world/system-world.ts')).toEqual(roots);
  });

  it('classes are errors, or named', () => {
    const named = [
      ...section('Choices, and why')
        .split('\n')
        .find((line) => line.startsWith('| classes'))!
        .matchAll(/`(\w+)`/g),
    ].map(([, name]) => name!);
    const others = sources.flatMap(({ path }) =>
      [...textOf(path.slice(4)).matchAll(/^(?:export )?class (\w+)(?: extends (\w+))?/gm)]
        .filter(([, , base]) => !/Error$|Failure$/.test(base ?? ''))
        .map(([, name]) => name!),
    );
    expect(others.filter((each) => !named.includes(each))).toEqual([]);
  });
});
