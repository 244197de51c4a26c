/** Exported functions and what is written above each. */
import { join } from 'node:path';
import ts from 'typescript';
import { pathsIn, root } from './sources.js';

export interface ExportedFunction {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly name: string;
  /** The comment without its marks; empty: there is none. */
  readonly text: string;
}

/** @param folder of the repository, `src/plan` */
export function exportedFunctions(folder: string): readonly ExportedFunction[] {
  return pathsIn(folder).flatMap((path) => functionsIn(path, ts.sys.readFile(join(root, path)) ?? ''));
}

/** Function declarations, and constants that are given a function. */
export function functionsIn(path: string, text: string): readonly ExportedFunction[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return file.statements.flatMap((statement): ExportedFunction[] => {
    const made = (name: string): ExportedFunction => ({ path, name, text: commentOf(statement) });
    if (ts.isFunctionDeclaration(statement) && isExported(statement))
      return statement.name === undefined ? [] : [made(statement.name.text)];
    if (!ts.isVariableStatement(statement) || !isExported(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      initializer !== undefined &&
      (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) &&
      ts.isIdentifier(name)
        ? [made(name.text)]
        : [],
    );
  });
}

function isExported(node: ts.FunctionDeclaration | ts.VariableStatement): boolean {
  return (node.modifiers ?? []).some((each) => each.kind === ts.SyntaxKind.ExportKeyword);
}

/** The comment that stands right above. */
function commentOf(node: ts.Node): string {
  const text = node.getSourceFile().text;
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const last = comments.at(-1);
  if (last === undefined || !text.startsWith('/**', last.pos)) return '';
  return text
    .slice(last.pos + 3, last.end - 2)
    .replace(/^\s*\* ?/gm, '')
    .trim();
}
