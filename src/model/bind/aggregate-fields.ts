/**
 * Which functions and groups of single fields may be left to the upstream: only those that mean just what Wix means. Each
 * is compiled to a result path, or to the reason why it is worked out here.
 */
import { getNamedType } from 'graphql';
import { fits } from '../../styles/fit.js';
import { compileTemplate, fieldSlots, type Renderer, renderTemplate } from '../../styles/template.js';
import type { AggregateStyle } from '../../styles/vocabulary.js';
import type { Location } from '../../upstream/document/location.js';
import { compileResultPath, type ResultPath } from '../../upstream/document/result-path.js';
import type { AggregateFunction } from '../../wix/aggregation.js';
import type { FieldModel, GroupKey, GroupsModel, Refusal } from '../model.js';
import { nothingHelps, refused } from '../refusal.js';
import { resultType } from './result-type.js';

type Fields = ReadonlyMap<string, FieldModel>;
type Functions = Readonly<Record<AggregateFunction, ReadonlyMap<string, ResultPath | Refusal>>>;

/** @param steps from the location's value to the object that holds the functions */
export function bindFunctions(
  style: AggregateStyle,
  location: Location,
  steps: readonly string[],
  fields: Fields,
): Functions {
  const of = (kind: AggregateFunction): ReadonlyMap<string, ResultPath | Refusal> => {
    const template = style.functions[kind];
    const pathOf = template === undefined ? undefined : compileTemplate(template);
    return new Map(
      [...fields.values()].map((field) => [
        field.key,
        bindFunction(kind, field, pathOf, style, location, steps),
      ]),
    );
  };
  return Object.freeze({
    count: of('count'),
    sum: of('sum'),
    average: of('average'),
    min: of('min'),
    max: of('max'),
  });
}

function bindFunction(
  kind: AggregateFunction,
  field: FieldModel,
  pathOf: Renderer | undefined,
  style: AggregateStyle,
  location: Location,
  steps: readonly string[],
): ResultPath | Refusal {
  if (pathOf === undefined)
    return refused(
      `the upstream has no function for it (${kind})`,
      `aggregate.functions.${kind}, if the API has one`,
    );
  const name = ownColumn(field);
  if (name === undefined)
    return refused('the upstream aggregates fields of the item itself only', nothingHelps);
  if (kind !== 'count' && !aggregatesExactly(kind, field, style))
    return refused("the upstream's result may be another than Wix's for such values", nothingHelps);
  const path = String(pathOf(fieldSlots(name)));
  const compiled = compileResultPath(path);
  const type = resultType(location.field.type, [...steps, ...compiled.names]);
  if (!type)
    return refused(
      `the upstream's aggregates have no "${path}"`,
      `aggregate.functions.${kind}, if the API has it under another name`,
    );
  return kind === 'average' && getNamedType(type).name === 'Int'
    ? refused('the upstream rounds averages to whole numbers', nothingHelps)
    : compiled;
}

/** Name of the field where it is a column of the row itself. */
function ownColumn(field: FieldModel): string | undefined {
  return field.source.kind === 'path' && field.source.steps.length === 1
    ? field.source.steps[0]!.name
    : undefined;
}

function aggregatesExactly(kind: AggregateFunction, field: FieldModel, style: AggregateStyle): boolean {
  if (field.source.kind !== 'path' || field.converted) return false;
  const { codec } = field.source;
  // Some servers compute with doubles, which would round 64-bit integers.
  const numeric =
    field.type === 'NUMBER' && codec.order === 'numeric' && codec.monotone && codec.scalar !== 'bigint';
  if (kind === 'sum' || kind === 'average') return numeric;
  const kinds = style.kinds ?? ['number', 'date'];
  const dated = (field.type === 'DATETIME' || field.type === 'DATE') && codec.monotone;
  return (numeric && kinds.includes('number')) || (dated && kinds.includes('date'));
}

/**
 * What makes groups of each field. They are Wix's where the upstream tells values apart as Wix does, and where the key
 * comes back in a form that can be read with certainty: plain texts and whole numbers. That no value is missing is
 * looked at for each request.
 */
export function bindGroupKeys(
  style: NonNullable<AggregateStyle['groups']>,
  by: GroupsModel['by'],
  fields: Fields,
): GroupsModel['keys'] {
  return new Map([...fields.values()].map((field) => [field.key, bindGroupKey(style, by, field)]));
}

function bindGroupKey(
  style: NonNullable<AggregateStyle['groups']>,
  by: GroupsModel['by'],
  field: FieldModel,
): GroupKey | Refusal {
  const column = ownColumn(field);
  if (column === undefined || field.source.kind !== 'path')
    return refused('the upstream groups by fields of the item itself only', nothingHelps);
  const { codec } = field.source;
  const readable =
    codec.scalar === 'int32' || (codec.scalar === 'text' && codec.order === 'text' && comparesExactly(field));
  // Groups of lists are whole lists, and Wix wants their elements.
  if (field.converted || codec.element || !readable)
    return refused('groups of such values may be others upstream than in Wix', nothingHelps);
  const value = renderTemplate(style.key, fieldSlots(column));
  if (!fits([value], by.type, {}))
    return refused(
      'the upstream cannot group by this field',
      'aggregate.groups.key, if the API has the field under another name',
    );
  const names = String(renderTemplate(style.read, fieldSlots(column)))
    .replace('[]', '.*')
    .split('.');
  return Object.freeze({ value, names: Object.freeze(names) });
}

/** Two texts that differ are two groups: not so where the upstream ignores case. */
function comparesExactly(field: FieldModel): boolean {
  const meaning = field.filter?.operators.get('eq')?.meaning;
  return (
    meaning !== undefined && meaning.match !== 'superset' && (meaning.case ?? 'sensitive') === 'sensitive'
  );
}
