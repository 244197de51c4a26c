/**
 * A filter style bound to a list field: which operators each field has, and how conditions become the value of
 * the filter argument.
 */

import { getNamedType } from 'graphql';
import { isPlainObject } from '../json.js';
import { parseAddress } from '../upstream/document/argument-path.js';
import type { Location } from '../upstream/document/location.js';
import type { SearchLanguage } from './extensions/extension.js';
import type { BoundOperator, FieldLookup, FilterBinding } from './filter-binding.js';
import { filterTarget, innerTarget, type Target, throughIs } from './filter-target.js';
import { fitsJoint } from './fit.js';
import { matchesGlob } from './glob.js';
import {
  createKnownOperators,
  type KnownOperators,
  namesNoField,
  type Operators,
} from './known-operators.js';
import { operandShape, operandTypes } from './operands.js';
import type { Predicate } from './predicate.js';
import { searchBinding } from './search-binding.js';
import { compileTemplate, conditionSlots, fieldSlots } from './template.js';
import type {
  FilterStyle,
  Json,
  OperatorSpec,
  OperatorTable,
  UpstreamOperator,
  ValueKind,
} from './vocabulary.js';

export type { BoundOperator, FieldLookup, FilterableField, FilterBinding } from './filter-binding.js';

export interface FilterProblem {
  readonly message: string;
}

/**
 * @param taken arguments with a constant value, which no condition may take the place of
 * @param known operators of other lists of the same schema
 */
export function bindFilter(
  style: FilterStyle,
  location: Location,
  language: SearchLanguage | undefined,
  taken: readonly string[] = [],
  known: KnownOperators = createKnownOperators(),
): FilterBinding | FilterProblem {
  const address = parseAddress(style.at);
  const target = filterTarget(address, location, taken);
  if (!target) {
    return { message: `the list field has no argument "${style.at}" for the filter` };
  }
  if (style.style === 'search') {
    if (!language) return { message: `no search language is called "${style.language ?? ''}"` };
    return searchBinding(style, address, language);
  }
  const combinator = (template: Json | null | undefined): template is Json =>
    template !== null && template !== undefined && fitsJoint(template, target.members);
  const renderAnd = combinator(style.and) ? compileTemplate(style.and) : undefined;
  const renderOr = combinator(style.or) ? compileTemplate(style.or) : undefined;
  const renderNot = combinator(style.not) ? compileTemplate(style.not) : undefined;

  const render = (condition: Predicate, fields: FieldLookup, alternative = false): Json | undefined => {
    switch (condition.kind) {
      case 'all':
        return undefined;
      case 'compare': {
        const bound = fields(condition.field)?.operators.get(condition.operator);
        return bound && renderCompare(style, bound, condition);
      }
      case 'and': {
        const parts = condition.conditions.map((each) => render(each, fields));
        if (!parts.every((each) => each !== undefined)) return undefined;
        if (style.style === 'predicates') return parts.flat();
        // Vendure takes every member of an alternative for an alternative of its own.
        const merged =
          (alternative && renderAnd !== undefined) || (target.oneOf && parts.length > 1)
            ? undefined
            : mergeAll(parts, renderAnd === undefined);
        if (merged) return merged;
        return renderAnd?.({ all: parts });
      }
      case 'or': {
        const parts = condition.conditions.map((each) => render(each, fields, true));
        return parts.every((each) => each !== undefined) ? renderOr?.({ all: parts }) : undefined;
      }
      case 'not': {
        const part = render(condition.condition, fields);
        return part === undefined ? undefined : renderNot?.({ one: part, all: [part] });
      }
    }
  };

  // Where a field's operators stand in an input of its own, they are those of that input's type.
  const byType = style.style === 'operators' || style.style === 'equality';
  const operatorsAt = (inner: Target, name: string, kind: ValueKind): Operators => {
    const type = inner.members.get(name)?.type;
    if (byType && type === undefined && inner.members.size > 0) return noOperators;
    const make = (): Operators => operatorsIn(style, inner, name, kind);
    return type && byType && namesNoField(style.operators, kind) ? known.of(type, style, kind, make) : make();
  };

  return {
    style,
    address,
    and: renderAnd !== undefined,
    or: renderOr !== undefined,
    not: renderNot !== undefined,
    notLogic: style.notLogic ?? 'three-valued',
    render: (condition, fields) => render(condition, fields),
    ownOperators(name, table) {
      const operators = new Map<UpstreamOperator, BoundOperator>();
      const slots = fieldSlots(name);
      for (const [operator, spec] of specsOf(table)) {
        for (const { send, otherwise: _otherwise, inputs: _inputs, ...meaning } of spellingsOf(spec)) {
          if (operators.has(operator) || !target.fits(send, { ...slots, ...operandShape(operator) }))
            continue;
          const operand = operandTypes(send, target, slots);
          operators.set(operator, { render: compileTemplate(send), meaning, operand, whole: true });
        }
      }
      return operators;
    },
    namesAt(path) {
      const inner = innerTarget(target, stepsOf(style, path).slice(0, -1));
      return inner && [...inner.members.keys()];
    },
    fieldAt(path, kind) {
      const steps = throughIs(target, stepsOf(style, path));
      if (steps.length > 1 && style.nesting === 'none') return undefined;
      const inner = innerTarget(target, steps.slice(0, -1));
      if (!inner) return undefined;
      const name = steps[steps.length - 1]!;
      const operators = operatorsAt(inner, name, kind);
      return operators.size === 0 ? undefined : { field: { path: steps, kind }, operators };
    },
  };
}

const noOperators: Operators = new Map();

/** Operators of a kind of field that fit the input which the field's name stands in. */
function operatorsIn(style: FilterStyle, target: Target, name: string, kind: ValueKind): Operators {
  const operators = new Map<UpstreamOperator, BoundOperator>();
  const slots = fieldSlots(name);
  for (const [operator, spec] of operatorsOf(style, kind)) {
    for (const { send, otherwise: _otherwise, inputs, ...meaning } of spellingsOf(spec)) {
      const template = wholeTemplate(style, send);
      const shaped = { ...slots, ...operandShape(operator) };
      if (operators.has(operator) || !target.fits(template, shaped) || !isMeant(inputs, target, name))
        continue;
      operators.set(operator, {
        render: compileTemplate(template),
        meaning,
        operand: operandTypes(template, target, slots),
      });
    }
  }
  return operators;
}

/** Whether the spelling is meant for the input of this field, by its name. */
function isMeant(inputs: readonly string[] | undefined, { members }: Target, name: string): boolean {
  if (inputs === undefined) return true;
  const type = members.get(name)?.type;
  const input = type && getNamedType(type).name;
  return input !== undefined && inputs.some((glob) => matchesGlob(glob, input));
}

function stepsOf(style: FilterStyle, path: readonly string[]): readonly string[] {
  return style.nesting === 'joined' ? [path.join(style.nestingSeparator ?? '_')] : path;
}

/** Specs of a kind of field: those of `any`, overlaid by its own; null takes one away. */
export function operatorsOf(style: FilterStyle, kind: ValueKind): [UpstreamOperator, OperatorSpec][] {
  return specsOf({ ...style.operators?.any, ...(kind === 'any' ? {} : style.operators?.[kind]) });
}

function specsOf(table: OperatorTable): [UpstreamOperator, OperatorSpec][] {
  const specs: [UpstreamOperator, OperatorSpec][] = [];
  for (const [operator, entry] of Object.entries(table)) {
    if (entry === null || entry === undefined) continue;
    const spec = isSpec(entry) ? entry : { send: entry as Json };
    specs.push([operator as UpstreamOperator, spec]);
  }
  return specs;
}

/** Spellings of one operator, the preferred one first. */
export function spellingsOf(spec: OperatorSpec): readonly OperatorSpec[] {
  return spec.otherwise === undefined ? [spec] : [spec, spec.otherwise];
}

function isSpec(entry: unknown): entry is OperatorSpec {
  return isPlainObject(entry) && 'send' in entry;
}

/** Style-specific short forms become whole templates with $field. */
function wholeTemplate(style: FilterStyle, send: Json): Json {
  switch (style.style) {
    case 'operators':
    case 'equality':
      return { $field: send };
    case 'suffixes':
      return typeof send === 'string' ? { [`$field${send}`]: '$value' } : send;
    case 'predicates':
    case 'search':
    case 'templates':
      return send;
  }
}

function renderCompare(
  style: FilterStyle,
  { render, whole }: BoundOperator,
  condition: Extract<Predicate, { kind: 'compare' }>,
): Json | undefined {
  const path = condition.field.path;
  const rendered = render?.(conditionSlots(path[path.length - 1]!, condition.value));
  if (rendered === undefined) return undefined;
  if (style.style === 'predicates') return [rendered];
  if (whole) return rendered;
  return path.slice(0, -1).reduceRight<Json>((inner, step) => ({ [step]: inner }), rendered);
}

/**
 * One object that says all parts, or undefined when two parts say different things under one name. Inside one
 * field's operators parts are merged only where there is no other way: some APIs read those as alternatives.
 */
function mergeAll(parts: readonly Json[], deep: boolean): Json | undefined {
  let merged: Record<string, Json> = {};
  for (const part of parts) {
    if (!isPlainObject(part)) return undefined;
    const next = mergeObjects(merged, part, deep ? Number.POSITIVE_INFINITY : 0);
    if (!next) return undefined;
    merged = next;
  }
  return merged;
}

function mergeObjects(
  left: { readonly [key: string]: Json },
  right: { readonly [key: string]: Json },
  depth: number,
): Record<string, Json> | undefined {
  const result: Record<string, Json> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const present = Object.hasOwn(result, key) ? result[key] : undefined;
    if (present === undefined) result[key] = value;
    else if (depth > 0 && isPlainObject(present) && isPlainObject(value)) {
      const inner = mergeObjects(present, value, depth - 1);
      if (!inner) return undefined;
      result[key] = inner;
    } else return undefined;
  }
  return result;
}
