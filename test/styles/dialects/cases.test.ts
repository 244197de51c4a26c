import { buildSchema, GraphQLError, type GraphQLInputType, validateSchema } from 'graphql';
import { coerceInputValue } from 'graphql/utilities/index.js';
import { describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../src/styles/dialects/index.js';
import { searchLanguages } from '../../../src/styles/extensions/search/index.js';
import { bindFilter, type FilterableField, type FilterBinding } from '../../../src/styles/filter.js';
import type { Predicate, PredicateField } from '../../../src/styles/predicate.js';
import { parseAddress } from '../../../src/upstream/document/argument-path.js';
import { isMissing, type Location, locate, typeAt } from '../../../src/upstream/document/location.js';
import { RESIDUAL } from './case.js';
import { dialectCases } from './cases.js';

for (const { dialect: name, schema: definitions, list, cases } of dialectCases) {
  describe(name, () => {
    const schema = buildSchema(`${definitions}\nscalar DateTime\nscalar JSON`);
    const dialect = dialectNamed(name);
    const style = dialect?.list?.filter;
    if (!style) throw new Error(`${name} has no filter style`);
    const location = locate(schema, list);
    if (isMissing(location)) throw new Error(`${name}: no field ${list}`);
    const language = searchLanguages.find((each) => each.name === style.language);
    const binding = bindFilter(style, location, language);
    if ('message' in binding) throw new Error(binding.message);

    it('has a valid sample schema', () => {
      expect(validateSchema(schema)).toEqual([]);
    });
    it.each(
      cases.map(([condition, expected]) => [describeCondition(condition), condition, expected] as const),
    )('%s', (_title, condition, expected) => {
      const bound = bind(condition, binding);
      const rendered = bound && binding.render(bound, lookup(binding));
      expect(rendered ?? RESIDUAL).toEqual(expected);
      if (expected !== RESIDUAL) expectAccepted(location, style.at, rendered);
    });
  });
}

function lookup(binding: FilterBinding): (field: PredicateField) => FilterableField | undefined {
  return (field) => binding.fieldAt(field.path, field.kind);
}

/** What a planner does before it pushes: every operator and combinator is there, fields have their filter names. */
function bind(condition: Predicate, binding: FilterBinding): Predicate | undefined {
  switch (condition.kind) {
    case 'all':
      return condition;
    case 'and':
    case 'or': {
      if (condition.kind === 'or' && !binding.or) return undefined;
      const parts = condition.conditions.map((each) => bind(each, binding));
      return parts.every((each) => each !== undefined)
        ? { kind: condition.kind, conditions: parts }
        : undefined;
    }
    case 'not': {
      const part = binding.not ? bind(condition.condition, binding) : undefined;
      return part && { kind: 'not', condition: part };
    }
    case 'compare': {
      const found = binding.fieldAt(condition.field.path, condition.field.kind);
      return found?.operators.has(condition.operator) ? { ...condition, field: found.field } : undefined;
    }
  }
}

/** The value is one that the schema's argument takes. */
function expectAccepted(location: Location, at: string, value: unknown): void {
  const problems: string[] = [];
  const accept = (given: unknown, type: GraphQLInputType | undefined, where: string) => {
    if (!type) throw new GraphQLError(`no argument ${where}`);
    coerceInputValue(given, type, (path, _value, error) =>
      problems.push(`${path.join('.')}: ${error.message}`),
    );
  };
  if (at === '') {
    for (const [name, given] of Object.entries(value as Record<string, unknown>)) {
      accept(given, typeAt(location, parseAddress(name)), name);
    }
  } else accept(value, typeAt(location, parseAddress(at)), at);
  expect(problems).toEqual([]);
}

function describeCondition(condition: Predicate): string {
  switch (condition.kind) {
    case 'all':
      return 'everything';
    case 'not':
      return `not (${describeCondition(condition.condition)})`;
    case 'compare':
      return `${condition.field.path.join('.')} ${condition.operator} ${JSON.stringify(condition.value)}`;
    default:
      return condition.conditions.map((each) => `(${describeCondition(each)})`).join(` ${condition.kind} `);
  }
}
