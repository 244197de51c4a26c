/**
 * While a request is served nothing of a mapping or a schema is looked up by name or taken apart again: that was done when the
 * collection was bound. Held for the layers that every request passes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { pathsIn, readSources, root } from './sources.js';

const serving = ['src/plan', 'src/calls', 'src/execute', 'src/explain', 'src/gateway'];

/** Functions that take names apart, or find something of a schema, a dialect or a mapping by its name. */
const lookups: readonly string[] = [
  'split',
  'getFields',
  'getType',
  'getQueryType',
  'getMutationType',
  'findExtension',
  'dialectNamed',
  'parseAddress',
  'parsePath',
  'parseType',
  'typeFromAST',
  'compileFormat',
];

/** Files that take apart what stands in the request itself: paths of fields, as Wix sends them. */
const readsRequests: readonly string[] = ['src/plan/request/fields.ts', 'src/plan/request/wanted.ts'];

/** What is used of those layers all the same: the words of a message, and the reader of a set of fields that a request names. */
const usedAllTheSame: readonly string[] = [
  'src/execute/readers.ts -> src/model/bind/rows.ts',
  'src/plan/request/wanted.ts -> src/mapping/suggest.ts',
];

/** `split(…)` and `x.split(…)`. */
function callsIn(path: string, text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const { expression } = node;
      const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
      if (lookups.includes(name)) found.push(`${path}: ${node.getText().slice(0, 80)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

describe('the layers that serve', () => {
  const paths = serving.flatMap((each) => pathsIn(each));

  it('look nothing up by name and split nothing, but what stands in the request', () => {
    const found = paths.flatMap((path) => callsIn(path, readFileSync(join(root, path), 'utf8')));
    expect(found.filter((each) => !readsRequests.some((path) => each.startsWith(`${path}:`)))).toEqual([]);
    // None of the exceptions is out of date.
    expect(readsRequests.filter((path) => !found.some((each) => each.startsWith(`${path}:`)))).toEqual([]);
  });

  it('use nothing that binds, reads mapping files or names dialects and extensions', () => {
    const away =
      /^src\/(mapping|model\/bind|styles\/dialects|styles\/extensions\/registry|upstream\/schema)\b/;
    const found = readSources('src')
      .filter(({ path }) => paths.includes(path))
      .flatMap(({ path, imports, packages }) =>
        [...imports.filter((each) => away.test(each)), ...packages.filter((each) => each === 'yaml')].map(
          (each) => `${path} -> ${each}`,
        ),
      );
    expect(found).toEqual(usedAllTheSame);
  });

  it('and the rule finds what it is about', () => {
    const text =
      "const a = path.split('.'); schema.getType('Product'); const b = findExtension('pageLoop', name);";
    expect(callsIn('x.ts', text)).toEqual([
      "x.ts: path.split('.')",
      "x.ts: schema.getType('Product')",
      "x.ts: findExtension('pageLoop', name)",
    ]);
  });

  it('make no object literals with getters: each costs a hidden class, which keeps what the object leads to', () => {
    const all = [
      ...paths,
      ...['src/server', 'src/service', 'src/wix', 'src/world', 'src/styles'].flatMap((each) => pathsIn(each)),
    ];
    const transport = ['src/upstream/document', 'src/upstream/transport'].flatMap((each) => pathsIn(each));
    const found = [...all, ...transport].filter((path) =>
      hasGetter(path, readFileSync(join(root, path), 'utf8')),
    );
    expect(found).toEqual([]);
    expect(hasGetter('x.ts', 'const a = { get size() { return 1; } };')).toBe(true);
    expect(hasGetter('x.ts', 'class A { get size() { return 1; } }')).toBe(false);
  });
});

function hasGetter(path: string, text: string): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isGetAccessor(node) && ts.isObjectLiteralExpression(node.parent)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}
