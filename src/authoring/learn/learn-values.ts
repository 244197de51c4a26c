/**
 * What the values of the first rows say of their types: the first reading that holds all of them. A reading is tried by
 * binding the mapping with it, so that what is written is what was tried.
 */

import type { Page } from '../../calls/list.js';
import { isPlainObject } from '../../json.js';
import { compileRows } from '../../model/bind/rows.js';
import { ConversionError } from '../../model/codecs/codec.js';
import { inferSemanticType } from '../../model/codecs/infer.js';
import type { ScalarKind } from '../../model/codecs/scalars.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import type { Dialect, Json } from '../../styles/vocabulary.js';
import { AdapterError } from '../../wix/errors.js';
import { type Finding, leave, put, say } from './finding.js';

/** How a field could be read: members of its mapping. */
type Reading = Readonly<Record<string, Json>>;

export interface ValuesLook {
  readonly model: CollectionModel;
  readonly page: Page;
  readonly dialect: Dialect | undefined;
  /** The collection with these findings in its mapping; undefined: it does not bind. */
  rebind(findings: readonly Finding[]): CollectionModel | undefined;
}

export function learnValues(look: ValuesLook): readonly Finding[] {
  return [...look.model.fields.values()].flatMap((field) => {
    if (field.key === '_id' || field.source.kind !== 'path') return [];
    const { values, unfit } = readAll(look.model, field.key, look.page);
    if (unfit.length > 0) return refit(look, field, unfit);
    return values.length === 0 ? unseen(look, field) : pictured(look, field, values);
  });
}

/** Why nothing identifies the items. */
export function findTwins(model: CollectionModel, page: Page): string | undefined {
  const reader = compileRows(model, []);
  const ids = page.rows.map((row) => reader.read(row)._id);
  return new Set(ids).size < ids.length ? 'two rows of the first page have the same id' : undefined;
}

/** The values that the type holds, and the raw ones that it does not. */
function readAll(
  model: CollectionModel,
  key: string,
  page: Page,
): { readonly values: readonly unknown[]; readonly unfit: readonly unknown[] } {
  const cell = compileRows(model, [key]);
  const values: unknown[] = [];
  const unfit: unknown[] = [];
  for (const row of page.rows) {
    try {
      values.push(cell.read(row)[key]);
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      unfit.push(error.cause instanceof ConversionError ? error.cause.value : undefined);
    }
  }
  return { values: values.filter((value) => value !== null && value !== undefined), unfit };
}

/** The first reading with which every row can be read. */
function fitting(
  { page, rebind }: ValuesLook,
  key: string,
  readings: readonly Reading[],
  comment: string,
  evidence: string,
): readonly Finding[] | undefined {
  for (const reading of readings) {
    const findings = Object.entries(reading).map(([member, value], index) =>
      put(['fields', key, member], value, index === 0 ? `learned: ${comment}` : undefined, evidence),
    );
    const model = rebind(findings);
    if (model?.fields.has(key) && readAll(model, key, page).unfit.length === 0) return findings;
  }
  return undefined;
}

function refit(look: ValuesLook, { key, type }: FieldModel, unfit: readonly unknown[]): readonly Finding[] {
  const evidence = `${unfit.length} values are no ${type}`;
  const firstOf = (readings: readonly Reading[], comment: string): readonly Finding[] | undefined =>
    fitting(look, key, readings, comment, evidence);
  if (unfit.some((value) => typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER))
    return [leave(key, 'it comes as numbers of more digits than a JSON number keeps')];
  return (
    candidatesOf(unfit).reduce<readonly Finding[] | undefined>(
      (found, { readings, comment }) => found ?? firstOf(readings, comment),
      undefined,
    ) ?? [leave(key, 'its values are of no kind that a field can have')]
  );
}

interface Candidates {
  readonly readings: readonly Reading[];
  readonly comment: string;
}

const asJson = (type: string): readonly Reading[] => [
  { type },
  { type, kind: 'json' },
  { type, scalar: 'json' },
];

function candidatesOf(unfit: readonly unknown[]): readonly Candidates[] {
  const every = (test: (value: unknown) => boolean): boolean => unfit.every(test);
  const found: Candidates[] = [];
  const add = (condition: boolean, comment: string, ...readings: readonly Reading[]): void => {
    if (condition) found.push({ readings, comment });
  };
  add(every(isPlainObject), 'its values are objects', ...asJson('OBJECT'));
  add(every(Array.isArray), 'its values are lists', ...asJson('ARRAY'));
  add(
    every((value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)),
    'its values are moments in time',
    { type: 'DATETIME' },
    { type: 'DATETIME', kind: 'date' },
    { type: 'DATETIME', scalar: 'dateTime' },
  );
  add(
    every((value) => isEpoch(value, 1000)),
    'its values are milliseconds since 1970',
    { type: 'DATETIME', scalar: 'epochMilliseconds' },
  );
  add(
    every((value) => isEpoch(value, 1)),
    'its values are seconds since 1970',
    { type: 'DATETIME', scalar: 'epochSeconds' },
  );
  add(
    every((value) => typeof value === 'number'),
    'its values are numbers',
    { type: 'NUMBER' },
    { type: 'NUMBER', scalar: 'number' },
  );
  const digits = every((value) => typeof value === 'string' && /^[+-]?\d+(?:\.\d+)?$/.test(value));
  add(
    every((value) => typeof value !== 'object'),
    digits ? 'its values have more digits than a number holds' : 'its values are texts of another form',
    { type: 'TEXT' },
    { type: 'TEXT', scalar: 'text' },
  );
  add(true, 'its values are of several kinds', ...asJson('ANY'));
  return found;
}

/** Numbers, or texts of digits, between 1990 and 2100. */
function isEpoch(value: unknown, perSecond: number): boolean {
  const number = typeof value === 'string' && /^\d{9,14}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) return false;
  return number >= 631_152_000 * perSecond && number < 4_102_444_800 * perSecond;
}

/** Kinds that an API's own scalar has by its name only. */
const namedKinds: ReadonlySet<ScalarKind> = new Set<ScalarKind>([
  'date',
  'dateTime',
  'localDateTime',
  'time',
  'timetz',
  'epochSeconds',
  'decimal',
  'bigint',
]);

/** A scalar's name is a promise of nobody: without a value to look at, its field takes whatever comes. */
function unseen(look: ValuesLook, field: FieldModel): readonly Finding[] {
  if (field.source.kind !== 'path' || look.dialect !== undefined) return [];
  const { codec } = field.source;
  if (codec.element || !namedKinds.has(codec.scalar)) return [];
  const comment = `no value was there to look at: write type: ${field.type} if its values are such`;
  return (
    fitting(look, field.key, asJson('ANY'), comment, 'no row of the first page has a value') ?? [
      say(['fields', field.key], comment, 'no row of the first page has a value'),
    ]
  );
}

/** Texts whose names and values are those of pictures, links and the like. */
function pictured(look: ValuesLook, field: FieldModel, values: readonly unknown[]): readonly Finding[] {
  if (field.type !== 'TEXT' || field.source.kind !== 'path') return [];
  const samples = values.filter((value) => typeof value === 'string' && value !== '');
  if (samples.length === 0) return [];
  const fieldName = field.source.steps.at(-1)!.name;
  if (
    /(?:At|_at|Date|_date|Time|_time|On|_on|timestamp)$/.test(fieldName) &&
    samples.every((each) => isEpoch(each, 1000))
  ) {
    const readings = [{ type: 'DATETIME', scalar: 'epochMilliseconds' }];
    return (
      fitting(look, field.key, readings, 'its values are milliseconds since 1970', 'texts of digits') ?? []
    );
  }
  const type = inferSemanticType({
    typeName: 'String',
    leafKind: 'scalar',
    isList: false,
    fieldName,
    path: field.source.steps.map((step) => step.name).join('.'),
    samples,
  });
  return type === 'TEXT'
    ? []
    : [{ line: ['fields', field.key, 'type'], change: { put: type }, evidence: 'its name and its values' }];
}
