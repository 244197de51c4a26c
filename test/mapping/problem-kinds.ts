/** Every kind of problem of a mapping file: the messages in the code that reports them, with a gap for each value. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../cli/harness.js';

export interface ProblemKind {
  /** `the enum … has no value "…"`. */
  readonly text: string;
  /** Of the file that reports it, from the root of the project. */
  readonly file: string;
  readonly fits: (message: string) => boolean;
}

/** Where problems of mapping files are told; those of tenant files are told elsewhere. */
const places = [
  'src/mapping',
  'src/model/bind',
  'src/styles/judge-input.ts',
  'src/styles/filter.ts',
  'src/styles/sort.ts',
  'src/app/hooks.ts',
  'src/app/open-upstream.ts',
  'src/app/reference-problems.ts',
];
const others: ReadonlySet<string> = new Set([
  'read-tenants.ts',
  'tenants.ts',
  'set-line.ts',
  // Files that cannot be read, and rows of an API.
  'read-text.ts',
  'rows.ts',
]);
const tellers: ReadonlySet<string> = new Set([
  'problem',
  'report',
  'spoil',
  'problemAt',
  'problemAtOffset',
  'fault',
  'stop',
]);
const named: ReadonlySet<string> = new Set(['message', 'what', 'unfit']);
const gap = '…';

export function problemKinds(): readonly ProblemKind[] {
  const found = new Map<string, ProblemKind>();
  for (const file of places.flatMap(filesIn))
    for (const text of messagesIn(file)) {
      if (!found.has(text)) found.set(text, { text, file, fits: fitting(text) });
    }
  return [...found.values()];
}

function filesIn(place: string): readonly string[] {
  const path = join(root, place);
  if (statSync(path).isFile()) return [place];
  return readdirSync(path).flatMap((name) =>
    others.has(name) || !(name.endsWith('.ts') || statSync(join(path, name)).isDirectory())
      ? []
      : filesIn(join(place, name)),
  );
}

function messagesIn(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  const messages: string[] = [];
  const take = (node: ts.Expression): void => {
    for (const text of textsOf(node)) if (isSentence(text)) messages.push(text);
  };
  const walk = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && tellers.has(calledName(node.expression))) {
      const [told] = node.arguments.slice(0, 3).filter((each) => textsOf(each).length > 0 || isNamed(each));
      if (told) take(told);
    }
    if (ts.isPropertyAssignment(node) && isNamed(node.name)) take(node.initializer);
    if (ts.isVariableDeclaration(node) && isNamed(node.name) && node.initializer) take(node.initializer);
    ts.forEachChild(node, walk);
  };
  walk(source);
  return messages;
}

function calledName(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
}

function isNamed(node: ts.Node): boolean {
  return ts.isIdentifier(node) && named.has(node.text);
}

function textsOf(node: ts.Expression): readonly string[] {
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return node.text.includes(' ') ? [node.text] : [];
  if (!ts.isTemplateExpression(node)) return [];
  return [node.head.text + node.templateSpans.map(({ literal }) => gap + literal.text).join('')];
}

/** There is no file yet that could be edited. */
const withoutFile = /^the directory of mapping files /;

/** Messages that are put together elsewhere are nothing but gaps. */
function isSentence(text: string): boolean {
  return (text.match(/[a-z]{2,}/g) ?? []).length >= 2 && !withoutFile.test(text);
}

function fitting(text: string): ProblemKind['fits'] {
  const parts = text.split(gap).map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  // Behind a name, or the first half of a sentence.
  const pattern = new RegExp(`^(?:[^]*[" :])?${parts.join('[^]*')}$`);
  return (message) => pattern.test(message);
}
