/** The members of a vocabulary, and where tests and sources write them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';
import type * as z from 'zod';
import { root } from '../architecture/sources.js';

/** Names from the outermost object to a member; `*` is any key or element. */
export type MemberPath = readonly string[];

/**
 * All members that objects of the schemas may have. What stands in several places (the style of a list, an operator) is one
 * thing, shown by its first place.
 */
export function membersOf(schemas: readonly z.core.$ZodType[]): readonly MemberPath[] {
  const found: MemberPath[] = [];
  const known = new Set<string>();
  const isNew = (names: readonly string[]): boolean => {
    const id = [...names].sort().join();
    return !known.has(id) && known.add(id) !== undefined;
  };
  const seen = new Set<z.core.$ZodType>();
  const visit = (part: z.core.$ZodType, path: MemberPath): void => {
    if (seen.has(part)) return;
    seen.add(part);
    const { def } = (part as z.core.$ZodTypes)._zod;
    switch (def.type) {
      case 'optional':
      case 'nullable':
      case 'default':
        visit(def.innerType, path);
        return;
      case 'lazy':
        visit(def.getter(), path);
        return;
      case 'union':
        for (const each of def.options) visit(each, path);
        return;
      case 'array':
        visit(def.element, [...path, '*']);
        return;
      case 'object':
        if (!isNew(Object.keys(def.shape))) return;
        for (const [key, each] of Object.entries(def.shape)) {
          found.push([...path, key]);
          visit(each, [...path, key]);
        }
        return;
      case 'record': {
        const key = (def.keyType as z.core.$ZodTypes)._zod.def;
        const names = key.type === 'enum' ? Object.values(key.entries).map(String) : [];
        if (isNew(names)) found.push(...names.map((name) => [...path, name]));
        visit(def.valueType, [...path, '*']);
        return;
      }
      default:
        return;
    }
  };
  for (const each of schemas) visit(each, []);
  return found;
}

/** Paths of the members that the file writes: in object literals, and in texts that are YAML. */
export function writtenIn(path: string): readonly MemberPath[] {
  const text = readFileSync(join(root, path), 'utf8');
  const found = new Map<string, MemberPath>();
  const add = (each: MemberPath): void => {
    found.set(each.join('.'), each);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) add(chainOf(node));
    const literal = textOf(node);
    if (literal?.includes(':')) for (const each of yamlPaths(literal)) add(each);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return [...found.values()];
}

/** Names of the enclosing properties, as far as literals stand in literals. */
function chainOf(node: ts.Node): MemberPath {
  const parent = node.parent;
  const own =
    (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
    !ts.isComputedPropertyName(node.name)
      ? [node.name.text]
      : ts.isArrayLiteralExpression(node)
        ? ['*']
        : [];
  const inside =
    ts.isObjectLiteralExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isSpreadAssignment(parent);
  // `const page = { size: 'first' }` names its members as well as a property would.
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return [parent.name.text, ...own];
  return inside ? [...chainOf(parent), ...own] : own;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map((each) => `x${each.literal.text}`)].join('');
}

function yamlPaths(text: string): readonly MemberPath[] {
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'silent' });
  } catch {
    return [];
  }
  const found: MemberPath[] = [];
  const visit = (each: unknown, path: MemberPath): void => {
    if (Array.isArray(each)) for (const inner of each) visit(inner, [...path, '*']);
    else if (typeof each === 'object' && each !== null)
      for (const [key, inner] of Object.entries(each)) {
        found.push([...path, key]);
        visit(inner, [...path, key]);
      }
  };
  visit(value, []);
  return found;
}

/**
 * Whether a written path can be the member: the shorter one ends the longer one. A name that stands alone is one only where
 * no other member has it.
 */
export function isWriting(written: MemberPath, member: MemberPath, unique: boolean): boolean {
  const least = Math.min(written.length, member.length);
  if (least < 2 && !(unique || member.length === 1)) return false;
  for (let back = 1; back <= least; back++) {
    const name = member[member.length - back];
    if (name !== '*' && name !== written[written.length - back]) return false;
  }
  return true;
}
