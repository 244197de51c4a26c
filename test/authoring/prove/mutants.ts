/**
 * Mappings that say of an imitated API what is not so: each meaning of its dialect turned round by itself, in the direction in which it
 * makes answers wrong. (An API that ignores case and is said to heed it, for example, is only asked for more than is needed.)
 */

import { dialectNamed } from '../../../src/styles/dialects/index.js';
import { layerStyles } from '../../../src/styles/layers.js';
import type { ListStyle } from '../../../src/styles/vocabulary.js';
import type { Json } from '../../../src/wix/json.js';
import type { DialectCase } from '../../laws/dialect-case.js';

export interface Mutant {
  readonly name: string;
  readonly mapping: Record<string, Json>;
  /** Of the imitation: pages with at most so many rows. */
  readonly cap?: number;
}

type Members = Readonly<Record<string, Json>>;

const searches: ReadonlySet<string> = new Set(['contains', 'startsWith', 'endsWith']);
const other: Readonly<Record<string, string>> = {
  lowest: 'highest',
  highest: 'lowest',
  first: 'last',
  last: 'first',
};

export function mutantsOf(given: DialectCase): readonly Mutant[] {
  const list = given.mapping.list as Json;
  const own = (typeof list === 'string' ? { field: list } : list) as Members;
  const named = given.upstream.dialect as string | undefined;
  const { field: _field, arguments: _arguments, path: _path, ...styles } = own;
  const style = layerStyles(named === undefined ? undefined : dialectNamed(named)?.list, styles as ListStyle);
  const laid = (more: Members): Record<string, Json> => ({
    ...given.mapping,
    list: merged(own, more) as Json,
  });
  const mutants: Mutant[] = [];
  const operators = (style.filter && 'operators' in style.filter ? style.filter.operators : {}) as Record<
    string,
    Record<string, Json>
  >;
  for (const [kind, table] of Object.entries(operators ?? {}))
    for (const [operator, entry] of Object.entries(table ?? {}))
      for (const [what, spec] of falseSpecs(operator, entry))
        mutants.push({
          name: `${given.name}: ${kind}.${operator} ${what}`,
          mapping: laid({ filter: { operators: { [kind]: { [operator]: spec } } } }),
        });
  const nulls = style.sort?.nulls;
  if (nulls !== undefined && other[nulls] !== undefined)
    mutants.push({
      name: `${given.name}: sort.nulls ${other[nulls]}`,
      mapping: laid({ sort: { nulls: other[nulls] } }),
    });
  if (style.sort && style.text?.order !== 'utf16')
    mutants.push({ name: `${given.name}: text.order utf16`, mapping: laid({ text: { order: 'utf16' } }) });
  if (style.sort && style.sort.unique !== true)
    mutants.push({ name: `${given.name}: sort.unique`, mapping: laid({ sort: { unique: true } }) });
  if (style.page?.size !== undefined)
    mutants.push({ name: `${given.name}: pages of 24`, mapping: given.mapping, cap: 24 });
  return mutants;
}

function falseSpecs(operator: string, entry: Json): readonly (readonly [string, Json])[] {
  // Not every kind of field has every operator.
  if (entry === null) return [];
  const spec = isSpec(entry) ? entry : ({ send: entry } as Members);
  const specs: [string, Json][] = [];
  if (searches.has(operator) && spec.case === 'sensitive')
    specs.push(['without case', { ...spec, case: 'insensitive' }]);
  if (!searches.has(operator) && spec.case === 'insensitive')
    specs.push(['by case', { ...spec, case: 'sensitive' }]);
  if (['ne', 'nin'].includes(operator) && (spec.nulls ?? 'dropped') === 'dropped')
    specs.push(['with nulls', { ...spec, nulls: 'kept' }]);
  if (spec.match === 'superset') specs.push(['exact', { ...spec, match: 'exact' }]);
  return specs;
}

function isSpec(entry: Json): entry is Members {
  return typeof entry === 'object' && entry !== null && !Array.isArray(entry) && 'send' in entry;
}

function merged(below: Json | undefined, above: Json): Json {
  if (!isObject(below) || !isObject(above) || 'send' in above) return above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, key in above ? merged(below[key], above[key]!) : below[key]!]),
  );
}

function isObject(value: Json | undefined): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
