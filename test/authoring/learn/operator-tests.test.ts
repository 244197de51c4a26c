/** Whatever operator a dialect offers, and nobody has seen with the product, can be tried. */
import { describe, expect, it } from 'vitest';
import { testsOf } from '../../../src/authoring/learn/operator-tests.js';
import { createCodec } from '../../../src/model/codecs/codec.js';
import type { ScalarKind } from '../../../src/model/codecs/scalars.js';
import type { FieldModel } from '../../../src/model/model.js';
import { dialects } from '../../../src/styles/dialects/index.js';
import { type BoundOperator, operatorsOf } from '../../../src/styles/filter.js';
import type { FilterStyle, UpstreamOperator, ValueKind } from '../../../src/styles/vocabulary.js';
import type { FieldType } from '../../../src/wix/protocol.js';

interface Sample {
  readonly scalar: ScalarKind;
  readonly type: FieldType;
  readonly list?: boolean;
  readonly values: readonly (
    | string
    | number
    | boolean
    | readonly string[]
    | null
    | { readonly $date: string }
  )[];
}

/** A field of each kind, with values that tell. */
const samples: Readonly<Record<Exclude<ValueKind, 'any' | 'json'>, Sample>> = {
  text: { scalar: 'text', type: 'TEXT', values: ['lamp', 'Table', null, ''] },
  id: { scalar: 'id', type: 'TEXT', values: ['a1', 'b2', null] },
  number: { scalar: 'int32', type: 'NUMBER', values: [3, 0, null, 9] },
  date: {
    scalar: 'dateTime',
    type: 'DATETIME',
    values: [{ $date: '2024-01-02T03:04:05.000Z' }, null, { $date: '2025-01-02T03:04:05.000Z' }],
  },
  time: { scalar: 'time', type: 'TIME', values: ['10:11:12.000', null, '13:00:00.000'] },
  boolean: { scalar: 'boolean', type: 'BOOLEAN', values: [false, true, null] },
  enum: { scalar: 'enum', type: 'TEXT', values: ['RED', 'BLUE', null] },
  list: { scalar: 'text', type: 'ARRAY_STRING', list: true, values: [['a', 'b'], [], ['c'], null] },
};

function fieldOf(kind: ValueKind, operators: ReadonlyMap<UpstreamOperator, BoundOperator>): FieldModel {
  const { scalar, type, list = false } = samples[kind as keyof typeof samples];
  const source = {
    kind: 'path',
    steps: [],
    codec: createCodec({ scalar, type, list }),
    default: undefined,
  };
  const filter = { field: { path: ['it'], kind }, operators };
  return { key: 'it', type, source, filter, nullable: true } as unknown as FieldModel;
}

/** The operators that the planner sends for a field of this kind. */
function offered(style: FilterStyle, kind: ValueKind): ReadonlyMap<UpstreamOperator, BoundOperator> {
  return new Map(
    operatorsOf(style, kind).map(([operator, { send, otherwise: _, inputs: __, ...meaning }]) => [
      operator,
      { template: send, meaning, operand: [] } as BoundOperator,
    ]),
  );
}

const ranges = ['gt', 'gte', 'lt', 'lte'] as const;
const searches: readonly UpstreamOperator[] = [
  'contains',
  'startsWith',
  'endsWith',
  'notContains',
  'notStartsWith',
  'notEndsWith',
];
const ofLists: readonly UpstreamOperator[] = ['has', 'hasSome', 'hasAll', 'isEmptyList'];
const nullTests: readonly UpstreamOperator[] = ['isNull', 'notNull'];

/** Operators that conditions on the field's values become, whatever the API offers. */
function sent(kind: ValueKind, { source }: FieldModel): ReadonlySet<UpstreamOperator> {
  if (kind === 'list') return new Set([...ofLists, ...nullTests]);
  if (source.kind !== 'path') return new Set();
  const { codec } = source;
  const values = samples[kind as keyof typeof samples].values.filter((value) => value !== null);
  const equal = values.some((value) => codec.equality(value as never)?.kind === 'compare');
  // A condition on a moment becomes one on the place between two of them.
  const bounds = ranges.flatMap((operator) =>
    values.flatMap((value) => {
      const bound = codec.bound(operator, value as never);
      return bound?.kind === 'compare' ? [bound.operator] : [];
    }),
  );
  return new Set([
    ...nullTests,
    ...bounds,
    ...(equal ? (['eq', 'ne', 'in', 'nin'] as const) : []),
    ...(codec.textual ? searches : []),
  ]);
}

const filtering = dialects.flatMap(({ name, list }) => {
  const filter = list?.filter;
  return filter && filter.style !== 'search' ? [[name, filter] as const] : [];
});

describe.each(filtering)('%s', (_name, style) => {
  it.each(Object.keys(samples) as ValueKind[])('each operator on %s has a test', (kind) => {
    const field = fieldOf(kind, offered(style, kind));
    const items = samples[kind as keyof typeof samples].values.map((value) => ({ it: value }));
    const untried = [...field.filter!.operators.keys()].filter(
      (operator) => sent(kind, field).has(operator) && testsOf(field, operator, items as never).length === 0,
    );
    expect(untried).toEqual([]);
  });
});

describe('rows that tell', () => {
  const negation = (items: readonly (string | null)[]) => {
    const bound: BoundOperator = { render: () => ({}), meaning: {}, operand: [] };
    const operators = new Map<UpstreamOperator, BoundOperator>([['notContains', bound]]);
    return testsOf(fieldOf('text', operators), 'notContains', items.map((it) => ({ it })) as never)[0]!;
  };
  it('a negated search lets no row through that holds the letters, and must let those through that hold them in no case', () => {
    const test = negation(['lamp', 'LAMP', 'table', null]);
    expect(test.shown).toContain('lamp');
    expect(['lamp', 'LAMP', 'table', null].map((it) => test.passes({ it }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(test.passing).toBe(1);
    expect(test.failing).toBe(2);
  });
});
