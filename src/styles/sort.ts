/** A sort style bound to a list field: which fields it can sort on, and how keys become arguments. */

import { type GraphQLInputType, getNamedType, getNullableType, isEnumType, isInputObjectType } from 'graphql';
import { isPlainObject } from '../json.js';
import { type ArgumentPath, parseAddress } from '../upstream/document/argument-path.js';
import { type Location, stepOf, typeAt } from '../upstream/document/location.js';
import { renderedFits, renderedFitsMembers } from './fit.js';
import { compileTemplate, fieldSlots, type Renderer } from './template.js';
import type { Json, SortStyle } from './vocabulary.js';

export interface UpstreamSortKey {
  /** Steps to the field in the sort input; the last one is its sort name. */
  readonly path: readonly string[];
  readonly descending: boolean;
}

export interface SortBinding {
  readonly style: SortStyle;
  readonly address: ArgumentPath;
  /** Most keys in one request. */
  readonly max: number;
  canSort(path: readonly string[], descending: boolean): boolean;
  /** What can be named where the path ends: members of the sort's input, or values of its enum. */
  namesAt(path: readonly string[]): readonly string[];
  /** Where rows without a value stand on this field. */
  nullsOf(path: readonly string[], descending: boolean): NonNullable<SortStyle['nulls']>;
  /** Value for the address. At least one key, at most `max`. */
  render(keys: readonly UpstreamSortKey[]): Json;
}

export function bindSort(style: SortStyle, location: Location): SortBinding | { readonly message: string } {
  const address = parseAddress(style.at);
  const step = stepOf(location, address.step);
  const type = address.path.length > 0 ? typeAt(location, address) : undefined;
  if (!step || (address.path.length > 0 && !type)) {
    return { message: `the list field has no argument "${style.at}" for the sort` };
  }
  const members = new Map(step.field.args.map((each) => [each.name, each]));

  const ranked = JSON.stringify(style.ascending).includes('"$priority"');
  // An input that takes one object takes one key, whatever is said of it.
  const listed = style.list === true && (type === undefined || !isOneObject(type));
  const several = listed || ranked || style.join !== undefined || style.chain !== undefined;
  const own = compiledTemplates(style);
  const templatesInTurn = style.otherwise ? [own, compiledTemplates(style.otherwise)] : [own];

  const renderKey = (templates: SortTemplates, key: UpstreamSortKey, priority = 1): Json | undefined => {
    const path = nestedPath(style, key.path);
    const template = key.descending ? templates.descending : templates.ascending;
    if (template === undefined) return undefined;
    const rendered = template({ ...fieldSlots(path[path.length - 1]!), priority });
    return path.slice(0, -1).reduceRight<Json>((inner, name) => ({ [name]: inner }), rendered);
  };
  /** The templates that fit the field's sort input, and what they give. */
  const fitOf = (key: UpstreamSortKey): Fitting | undefined => {
    for (const templates of templatesInTurn) {
      const rendered = renderKey(templates, key);
      if (rendered === undefined) continue;
      if (type ? renderedFits(rendered, type) : renderedFitsMembers(rendered, members)) return { templates };
    }
    return undefined;
  };
  // Compiled while a collection is bound, which asks of each field whether it can be sorted on; serving only reads it.
  const compiled = new Map<string, Fitting | undefined>();
  const idOf = ({ path, descending }: UpstreamSortKey): string =>
    `${descending ? '-' : '+'}${path.join('.')}`;
  const fitting = (key: UpstreamSortKey): Fitting | undefined => {
    const id = idOf(key);
    return compiled.has(id) ? compiled.get(id) : fitOf(key);
  };

  return {
    style,
    address,
    max: several ? (style.max ?? Number.POSITIVE_INFINITY) : 1,
    canSort(path, descending) {
      // Keys of one related object would stand in one member, where ranks are not compared with those outside.
      const flat = style.nesting === 'none' || (ranked && style.nesting !== 'joined');
      if (path.length > 1 && flat) return false;
      const key = { path, descending };
      compiled.set(idOf(key), fitOf(key));
      return fitting(key) !== undefined;
    },
    namesAt: (path) => namesIn(type, nestedPath(style, path).slice(0, -1)),
    nullsOf: (path, descending) => fitting({ path, descending })?.templates.nulls ?? 'unknown',
    render(keys) {
      const rendered = keys.map((key, index) => {
        const templates = fitting(key)?.templates ?? own;
        return renderKey(templates, key, keys.length - index) ?? null;
      });
      if (style.join !== undefined) return rendered.join(style.join);
      if (style.chain !== undefined) {
        const chain = style.chain;
        return rendered.reduceRight<Json>(
          (then, key) => (then === null || !isPlainObject(key) ? key : { ...key, [chain]: then }),
          null,
        );
      }
      // Members of one object have no order, so each key says its rank.
      if (ranked) return Object.assign({}, ...rendered) as Json;
      return listed ? rendered : rendered[0]!;
    },
  };
}

interface Fitting {
  readonly templates: SortTemplates;
}

interface SortTemplates {
  /** undefined: there is none for this direction. */
  readonly ascending: Renderer | undefined;
  readonly descending: Renderer | undefined;
  readonly nulls: SortStyle['nulls'];
}

function compiledTemplates({
  ascending,
  descending,
  nulls,
}: Pick<SortStyle, 'ascending' | 'descending' | 'nulls'>): SortTemplates {
  const compiled = (template: Json | null | undefined): Renderer | undefined =>
    template === null || template === undefined ? undefined : compileTemplate(template);
  return { ascending: compiled(ascending), descending: compiled(descending), nulls };
}

function isOneObject(type: GraphQLInputType): boolean {
  return isInputObjectType(getNullableType(type));
}

function nestedPath(style: SortStyle, path: readonly string[]): readonly string[] {
  return style.nesting === 'joined' ? [path.join(style.nestingSeparator ?? '_')] : path;
}

function namesIn(type: GraphQLInputType | undefined, steps: readonly string[]): readonly string[] {
  const named = type && getNamedType(type);
  if (isEnumType(named)) return named.getValues().map((value) => value.name);
  if (!isInputObjectType(named)) return [];
  const [first, ...rest] = steps;
  const fields = named.getFields();
  return first === undefined ? Object.keys(fields) : namesIn(fields[first]?.type, rest);
}
