import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename, join } from 'node:path';
import { transformSync } from 'esbuild';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt, root } from '../cli/harness.js';
import { filesOfDist, sourcesHeld } from './held.js';

const { exportedValues, refuseCircles } = (await import(
  new URL('../../build/exported-values.mjs', import.meta.url).href
)) as {
  exportedValues(text: string): string;
  refuseCircles(outputs: object): void;
};

/** As esbuild writes a part. */
function part(source: string): string {
  const { code } = transformSync(source, { format: 'cjs', minifyWhitespace: true, platform: 'node' });
  return code;
}

function exportsOf(text: string): Record<string, unknown> {
  const module = { exports: {} };
  new Function('module', 'exports', 'require', text)(module, module.exports, () => ({ size: 5 }));
  return module.exports;
}

describe('exports of a part', () => {
  const source = `import { size } from './other.cjs'; let own = 1; export { own as one, own as "two words", own as default };
    export function twice(value) { return value * 2 } export { size };`;

  it('are values under the same names', () => {
    const before = exportsOf(part(source));
    const after = exportsOf(exportedValues(part(source)));
    const shown = (exported: object) =>
      Object.entries(exported).map(([name, value]) => [name, String(value)]);
    expect(shown(after)).toEqual([['__esModule', 'true'], ...shown(before)]);
    expect(before.__esModule).toBe(true);
    expect(Object.keys(after).sort()).toEqual(['__esModule', 'default', 'one', 'size', 'twice', 'two words']);
    const getters = (exported: object) =>
      Object.values(Object.getOwnPropertyDescriptors(exported)).filter(({ get }) => get);
    expect(getters(before).length).toBeGreaterThan(0);
    expect(getters(after)).toEqual([]);
  });

  it('move nothing of the text that a source map speaks of', () => {
    const [before, after] = [part(source), exportedValues(part(source))];
    const at = before.indexOf('function twice');
    expect(at).toBeGreaterThan(0);
    expect(after.indexOf('function twice')).toBe(at);
  });

  it('of a package that was bundled before are left as they are', () => {
    const inner = `var other_exports={};__export(other_exports,{a:()=>a});module.exports=__toCommonJS(other_exports);0&&(module.exports={a});`;
    const outer = part('export function own() { return inPackage; } const inPackage = 1;');
    const text = outer.replace(
      'const inPackage',
      () => `var wrapped=(module,__export,__toCommonJS,a)=>{${inner}};const inPackage`,
    );
    const after = exportedValues(text);
    expect(after).toContain(inner);
    expect(Object.keys(exportsOf(after))).toEqual(['__esModule', 'own']);
  });

  it('may be missing', () => {
    const text = part('console.log(1)');
    expect(exportedValues(text)).toBe(text);
  });

  it('in a form that is not known end the build', () => {
    const odd = part(source).replace('=__toCommonJS(', '=__inAnotherWay(');
    expect(() => exportedValues(odd)).toThrow('unknown form');
  });
});

describe('parts in a circle', () => {
  const imports = (...paths: string[]) => ({
    imports: paths.map((path) => ({ path, kind: 'import-statement' })),
  });

  it('end the build', () => {
    expect(() => refuseCircles({ a: imports('b'), b: imports('c'), c: imports('a') })).toThrow(
      'a > b > c > a',
    );
  });

  it('are those that are loaded at once, and only of the program', () => {
    const later = { imports: [{ path: 'a', kind: 'dynamic-import' }] };
    const outside = { imports: [{ path: 'node:fs', kind: 'import-statement', external: true }] };
    expect(() =>
      refuseCircles({ a: imports('b', 'c'), b: imports('c', 'd'), c: later, d: outside }),
    ).not.toThrow();
  });
});

const assigning = (kind: ts.SyntaxKind) =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** Exported variables of a part that are assigned in functions, other than the one that is the part. */
function assignedLater(text: string): readonly string[] {
  const literal = /module\.exports=\{__esModule:true,([^{}]*)\};\s*\}\)\s*(?:\/\/.*)?\s*$/.exec(text);
  const exported = new Set(literal?.[1]?.split(',').map((each) => each.replace(/^.*:/, '')));
  const found: string[] = [];
  const visit = (node: ts.Node, depth: number): void => {
    const inner = ts.isFunctionLike(node) ? depth + 1 : depth;
    const target = ts.isBinaryExpression(node)
      ? assigning(node.operatorToken.kind) && node.left
      : ts.isPostfixUnaryExpression(node) ||
          (ts.isPrefixUnaryExpression(node) &&
            node.operator >= ts.SyntaxKind.PlusPlusToken &&
            node.operator <= ts.SyntaxKind.MinusMinusToken)
        ? node.operand
        : undefined;
    if (depth > 1 && target && ts.isIdentifier(target) && exported.has(target.text)) found.push(target.text);
    ts.forEachChild(node, (each) => visit(each, inner));
  };
  visit(ts.createSourceFile('part.js', text, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS), 0);
  return found;
}

describe('the parts of the program', () => {
  beforeAll(ensureBuilt);

  it('have no getters', () => {
    const parts = filesOfDist().filter((each) => each.endsWith('.cjs'));
    expect(
      parts.filter((each) =>
        /module\.exports=__toCommonJS|[^\w.]__toCommonJS\d*\(/.test(readFileSync(each, 'utf8')),
      ),
    ).toEqual([]);
  });

  it('assign none of their exports once they are loaded', () => {
    const parts = filesOfDist().filter((each) => each.endsWith('.cjs'));
    const assigned = parts.flatMap((each) => assignedLater(readFileSync(each, 'utf8')));
    expect(assigned).toEqual([]);
    const text =
      '(function (exports) {\nvar a=1;var b=2;b=3;function set(){a+=1}module.exports={__esModule:true,a:a,b:b};\n})';
    expect(assignedLater(text)).toEqual(['a']);
  });

  it.each([
    ['src/cli/serve.ts', 'async function serve('],
    ['src/service/service.ts', 'function createService('],
  ])('lead from a function back to its place in %s', (source, written) => {
    const file = filesOfDist().find((each) => sourcesHeld(each).includes(source))!;
    const before = readFileSync(file, 'utf8').split(written);
    expect(before).toHaveLength(2);
    const lines = before[0]!.split('\n');
    const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
    const entry = map.findEntry(lines.length - 1, lines.at(-1)!.length) as {
      readonly originalSource: string;
      readonly originalLine: number;
    };
    expect(basename(entry.originalSource)).toBe(basename(source));
    expect(readFileSync(join(root, source), 'utf8').split('\n')[entry.originalLine]).toContain(written);
  });
});
