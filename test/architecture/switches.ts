/** Switches over unions of literals that forget a member, by the types that the compiler gives. */
import { join } from 'node:path';
import ts from 'typescript';
import { pathsIn, root } from './sources.js';

/**
 * A switch is complete when each member has its case, or when its default takes what is left as `never`. Unions that a
 * package declares are left out, and so is `typeof`: their next version may have more members, so a default is right.
 *
 * @returns for each that is not: file, the expression and the members without a case, `src/a.ts: switch (x.kind) lacks "b"`
 */
export function incompleteSwitches(folder: string): readonly string[] {
  return incompleteIn(programOf(pathsIn(folder).map((path) => join(root, path))), root);
}

/** @param base the folder that the paths in the result start from */
export function incompleteIn(program: ts.Program, base: string): readonly string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const file of program.getSourceFiles()) {
    if (!file.fileName.startsWith(base) || file.fileName.includes('/node_modules/')) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isSwitchStatement(node)) {
        const missing = missingCases(node, checker);
        if (missing.length > 0) {
          const path = file.fileName.slice(base.length).replace(/^\//, '');
          found.push(`${path}: switch (${node.expression.getText(file)}) lacks ${missing.join(', ')}`);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found.sort();
}

export function programOf(files: readonly string[]): ts.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return ts.createProgram([...files], options);
}

function missingCases(node: ts.SwitchStatement, checker: ts.TypeChecker): readonly string[] {
  const members = literalsOf(checker.getTypeAtLocation(node.expression));
  if (members === undefined || isForeign(node.expression, checker)) return [];
  const clauses = node.caseBlock.clauses;
  if (clauses.some((each) => ts.isDefaultClause(each) && takesNever(each, checker))) return [];
  const cased = new Set(
    clauses.filter(ts.isCaseClause).flatMap((each) => {
      const type = checker.getTypeAtLocation(each.expression);
      return literalsOf(type) ?? [];
    }),
  );
  return members.filter((each) => !cased.has(each));
}

function isForeign(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isTypeOfExpression(expression)) return true;
  const declared = checker.getSymbolAtLocation(expression)?.declarations?.[0];
  return declared?.getSourceFile().fileName.includes('/node_modules/') ?? false;
}

/** @returns the members' texts, or undefined where the type has other members than literals */
function literalsOf(type: ts.Type): readonly string[] | undefined {
  const members = type.isUnion() ? type.types : [type];
  const texts: string[] = [];
  for (const member of members) {
    if (member.isStringLiteral()) texts.push(JSON.stringify(member.value));
    else if (member.isNumberLiteral()) texts.push(String(member.value));
    else if (member.flags & ts.TypeFlags.BooleanLiteral) texts.push(intrinsicName(member));
    else if (member.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) texts.push(intrinsicName(member));
    else return undefined;
  }
  return texts;
}

const intrinsicName = (type: ts.Type): string => (type as ts.Type & { intrinsicName: string }).intrinsicName;

/** Something in the clause has the type `never` where a value is used: an argument, or what is given to a variable or a type. */
function takesNever(clause: ts.DefaultClause, checker: ts.TypeChecker): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    const used = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);
    const declares = ts.isVariableDeclaration(node.parent) && node.parent.name === node;
    if (used && !declares && checker.getTypeAtLocation(node).flags & ts.TypeFlags.Never) found = true;
    if (!found) ts.forEachChild(node, visit);
  };
  ts.forEachChild(clause, visit);
  return found;
}
