/** The files of src as TypeScript reads them: what each imports, and which types it exports. */
import { readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceFile {
  /** From the root of the repository, with slashes: `src/wix/json.ts`. */
  readonly path: string;
  /** Files of src that it imports or exports from, types included; sorted, each once. */
  readonly imports: readonly string[];
  /** Names of packages that it imports, without Node's own modules. */
  readonly packages: readonly string[];
  /** What it imports from inside a package instead of its entry: `undici/lib/…`. */
  readonly innards: readonly string[];
  /** Names of the types, interfaces, classes and enums that are declared and exported here. */
  readonly types: readonly string[];
  /** Names that stand for a type here alone: declared and not exported, or given in an import. */
  readonly ownTypes: readonly string[];
}

/** @param folder of the repository, `src` */
export function readSources(folder: string): readonly SourceFile[] {
  return pathsIn(folder).map(readSource);
}

/** TypeScript files in a folder of the repository, without installed packages. */
export function pathsIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && /\.[cm]?ts$/.test(each.name))
    .map((each) => slashed(relative(root, join(each.parentPath, each.name))))
    .filter((each) => !each.includes('/node_modules/'))
    .sort();
}

function readSource(path: string): SourceFile {
  const text = ts.sys.readFile(join(root, path)) ?? '';
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const specifiers = specifiersOf(file);
  const local = specifiers.filter((each) => each.startsWith('.'));
  const foreign = specifiers.filter((each) => !each.startsWith('.') && !each.startsWith('node:'));
  return {
    path,
    imports: unique(local.map((each) => sourceOf(path, each)).filter((each) => each.startsWith('src/'))),
    packages: unique(foreign.map(packageOf)),
    innards: unique(foreign.filter((each) => each !== packageOf(each))),
    types: unique(file.statements.filter(isExportedType).map((each) => each.name.text)),
    ownTypes: unique([
      ...file.statements.filter(isOwnType).map((each) => each.name.text),
      ...renamedIn(file),
    ]),
  };
}

/** Of `import`, `export … from`, `import()` and `import('…').Type`. */
function specifiersOf(file: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined && ts.isStringLiteral(specifier)) found.push(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return node.arguments[0];
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
  return undefined;
}

function sourceOf(from: string, specifier: string): string {
  const path = slashed(relative(root, resolve(root, dirname(from), specifier)));
  return path.replace(/\.([cm]?)js$/, '.$1ts');
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

type TypeDeclaration =
  | ts.TypeAliasDeclaration
  | ts.InterfaceDeclaration
  | ts.EnumDeclaration
  | (ts.ClassDeclaration & { readonly name: ts.Identifier });

function isTypeDeclaration(node: ts.Statement): node is TypeDeclaration {
  return (
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    (ts.isClassDeclaration(node) && node.name !== undefined)
  );
}

function isExportedType(node: ts.Statement): node is TypeDeclaration {
  return isTypeDeclaration(node) && isExported(node);
}

function isOwnType(node: ts.Statement): node is TypeDeclaration {
  return isTypeDeclaration(node) && !isExported(node);
}

function isExported(node: TypeDeclaration): boolean {
  return (node.modifiers ?? []).some((each) => each.kind === ts.SyntaxKind.ExportKeyword);
}

/** `import { type A as B }`: B. */
function renamedIn(file: ts.SourceFile): readonly string[] {
  return file.statements.flatMap((node) => {
    const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.filter((each) => each.propertyName !== undefined).map((each) => each.name.text);
  });
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
const slashed = (path: string): string => path.split(sep).join('/');
