/** One field of a mapping against the schema: path, type, codec, and what the upstream can do with it. */

import type { FieldMapping } from '../../mapping/schema.js';
import type { Path } from '../../mapping/source.js';
import { didYouMean } from '../../mapping/suggest.js';
import { evaluateTemplate, parseTemplate, TemplateError } from '../../mapping/template.js';
import type { FilterBinding } from '../../styles/filter.js';
import type { SortBinding } from '../../styles/sort.js';
import type { ListStyle } from '../../styles/vocabulary.js';
import type { Json } from '../../wix/json.js';
import type { FieldType } from '../../wix/protocol.js';
import { type Codec, UnsupportedCodecError } from '../codecs/codec.js';
import { inferFieldType, type LeafType, leafScalarKind } from '../codecs/infer.js';
import type { FieldModel } from '../model.js';
import type { BindContext } from './context.js';
import { dependsOnRequest } from './depends-on-request.js';
import { checkArguments, checkArgumentValues, type FieldPlace } from './field-checks.js';
import { checkOptions, checkSource } from './field-options.js';
import { type LeafValues, leafValues } from './leaf-values.js';
import { bindOutput, type OutputPath } from './output.js';
import { withOwnOperators } from './own-operators.js';
import { PathError, parsePath, printPath, readPath, type Step } from './paths.js';
import { bindElsewhere } from './references/elsewhere.js';
import { bindReference } from './references/reference.js';
import { filterFault, sortFault } from './unreachable-names.js';
import { isRelated, upstreamNames } from './upstream-names.js';
import { fitsType } from './value-fits.js';

/** What the list field can do, for all fields alike. */
export interface ListAbilities {
  readonly style: ListStyle;
  readonly filter: FilterBinding | undefined;
  readonly sort: SortBinding | undefined;
}

/** A field that the upstream can neither filter nor sort on. */
const unfiltered = {
  kind: undefined,
  nullable: true,
  filter: undefined,
  related: false,
  sortPath: undefined,
  sortable: { ascending: false, descending: false },
  elementType: undefined,
} as const;

/**
 * Resolves one field against the schema: what is selected, how its values are read, and what the upstream can
 * filter and sort on.
 * @returns undefined where the field is broken, which is reported to the context
 */
export function bindField(
  place: FieldPlace,
  mapping: FieldMapping,
  abilities: ListAbilities,
  context: BindContext,
): FieldModel | undefined {
  const { key } = place;
  const common = {
    key,
    displayName: mapping.displayName ?? displayNameOf(key),
    description: mapping.description,
    hidden: mapping.hidden ?? false,
    local: mapping.local ?? context.located.value.local ?? context.upstream.local ?? ('allow' as const),
    reference: mapping.collection,
    converted: isConverted(mapping) || dependsOnRequest(mapping.arguments as Json | undefined),
    file: context.file,
    position: context.position(place.at),
  };
  checkSource(mapping, place, context);
  if (mapping.template !== undefined) {
    const source = bindTemplate(mapping.template, [...place.at, 'template'], context);
    return (
      source && {
        type: mapping.type ?? 'TEXT',
        source,
        ...common,
        ...unfiltered,
      }
    );
  }
  if (mapping.through !== undefined) {
    const elsewhere = bindElsewhere(mapping, place, abilities.filter, context);
    return elsewhere && { ...common, ...unfiltered, ...elsewhere };
  }
  if (mapping.path === undefined) {
    context.problem(place.at, `the field "${key}" needs a path or a template`, { at: 'key' });
    return undefined;
  }
  const steps = parseSteps(mapping.path, place.pathAt, context);
  if (!steps) return undefined;
  checkArguments(steps, mapping, place, context);
  const output = bindOutput(context.schema, context.located.value.type, steps, mapping.arguments ?? {});
  if ('message' in output) {
    context.problem(place.pathAt, output.message, {
      within: output.within,
      behind: printPath(steps.slice(0, output.index)),
      ...(output.help ? { help: output.help } : {}),
    });
    return undefined;
  }
  checkArgumentValues(output.selection, place, context);
  const leaf = {
    typeName: output.typeName,
    leafKind: output.leafKind,
    isList: output.isList,
    typeDescription: context.schema.getType(output.typeName)?.description,
    schemaScalars: context.shared.scalars,
  } as const;
  const ids = place.key === '_id' ? abilities.style.ids : undefined;
  const values = leafValues(leafScalarKind(leaf), output, mapping, ids, place, context);
  const { scalar } = values;
  const type = mapping.type ?? inferredType(leaf, values, mapping);
  const relation = bindReference(type, scalar, mapping, place, context);
  checkOptions({ type, scalar, output }, mapping, place, context);
  const codec = fieldCodec(type, values, output, mapping, abilities.style, place, context);
  if (!codec) return undefined;
  const kind = mapping.kind ?? (output.isList ? 'list' : values.kind);
  const names = upstreamNames(steps, mapping, abilities.style);
  const sorts = (way: 'ascending' | 'descending'): boolean =>
    names.sort !== undefined &&
    (mapping.direction ?? way) === way &&
    (abilities.sort?.canSort(names.sort, way === 'descending') ?? false);
  const sortable = { ascending: sorts('ascending'), descending: sorts('descending') };
  const named = names.filter && abilities.filter?.fieldAt(names.filter, kind);
  const found = withOwnOperators(named, mapping, kind, abilities.filter, place, context);
  const accepted = found && context.shared.accepted(found.operators);
  const operators = accepted && !output.leafNullable ? context.shared.withoutNull(accepted) : accepted;
  const filter = found && operators && { field: found.field, operators };
  if (typeof mapping.filter === 'string' && !filter) {
    const { message, help } = filterFault(mapping.filter, kind, abilities.filter);
    context.problem([...place.at, 'filter'], message, help ? { help } : {});
  }
  if (typeof mapping.sort === 'string' && !sortable.ascending && !sortable.descending) {
    const { message, help } = sortFault(mapping.sort, abilities.sort);
    context.problem([...place.at, 'sort'], message, help ? { help } : {});
  }
  // What is spread stands last: V8 makes a hidden class for each object of which more is said behind (Node 20).
  return {
    relation,
    type,
    source: {
      kind: 'path',
      steps: output.selection,
      members: output.members,
      read: (keys) => readPath(steps, keys),
      plain: output.members.length === 0 && steps.every(({ kind }) => kind === 'field'),
      codec,
      nullable: output.nullable,
      default: mapping.default as Json | undefined,
    },
    kind,
    nullable: output.nullable || values.none !== undefined,
    filter,
    related: isRelated(steps, names.filter, output),
    sortPath: sortable.ascending || sortable.descending ? names.sort : undefined,
    sortable,
    elementType: type === 'ARRAY' && codec.element ? codec.element.type : undefined,
    ...common,
  };
}

/** The upstream works on raw values: declared conversions would have to be worked into its results. */
function isConverted({ values, scale, inexact, none, default: fallback }: FieldMapping): boolean {
  return [values, scale, inexact, none, fallback].some((each) => each !== undefined);
}

function parseSteps(path: string, at: Path, context: BindContext): readonly Step[] | undefined {
  try {
    return parsePath(path);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    const within = path.slice(error.offset, error.offset + error.length);
    const behind = path.slice(0, error.offset);
    context.problem(at, error.message, within === '' ? {} : { within, behind });
    return undefined;
  }
}

function fieldCodec(
  type: FieldType,
  values: LeafValues,
  output: OutputPath,
  mapping: FieldMapping,
  style: ListStyle,
  place: FieldPlace,
  context: BindContext,
): Codec | undefined {
  const scale = mapping.scale ?? values.scale;
  try {
    return context.shared.codec({
      scalar: values.scalar,
      type,
      list: output.isList,
      format: values.format,
      none: values.none,
      compared: values.compared,
      ...(output.enumValues ? { enumValues: output.enumValues } : {}),
      ...(mapping.values ? { values: mapping.values } : {}),
      ...(scale === undefined ? {} : { scale }),
      ...(mapping.inexact === undefined ? {} : { inexact: mapping.inexact }),
      ...(style.ids === undefined || style.ids === 'opaque' ? {} : { idForm: style.ids }),
      ...(style.dates ? { dates: style.dates } : {}),
      ...(style.numbers?.wire === undefined ? {} : { wire: style.numbers.wire }),
    });
  } catch (error) {
    if (!(error instanceof UnsupportedCodecError)) throw error;
    if (place.key === '_id' && output.isList) {
      context.problem(place.pathAt, 'the id is a list', { help: 'name a field with one value' });
      return undefined;
    }
    context.problem(mapping.type === undefined ? place.at : [...place.at, 'type'], error.message, {
      help: `the upstream type is ${output.typeName}`,
    });
    return undefined;
  }
}

function bindTemplate(text: string, at: Path, context: BindContext): FieldModel['source'] | undefined {
  try {
    const template = parseTemplate(text);
    const fields = context.located.value.fields;
    for (const key of template.keys) {
      const used = fields[key];
      if (key === '_id') continue;
      if (used === undefined) {
        const help = didYouMean(key, Object.keys(fields));
        const behind = text.slice(0, text.indexOf(`{${key}}`));
        const message = `there is no field "${key}" in this file`;
        context.problem(at, message, { within: key, behind, ...(help ? { help } : {}) });
      } else if (typeof used === 'object' && used.template !== undefined) {
        context.problem(at, `"${key}" is a template itself; templates are made of fields with a path`, {
          within: key,
        });
      }
    }
    return { kind: 'template', keys: template.keys, evaluate: (item) => evaluateTemplate(template, item) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const within = text.slice(error.offset, error.offset + error.length);
    context.problem(at, error.message, within === '' ? {} : { within });
    return undefined;
  }
}

function inferredType(leaf: LeafType, values: LeafValues, { kind, values: labels }: FieldMapping): FieldType {
  const types = new Set(Object.values(labels ?? {}).map((each) => typeof each));
  // Labels of one type say the type; of several they are texts, which checkOptions then judges.
  if (labels && !leaf.isList && types.size === 1) {
    if (!types.has('string')) return types.has('boolean') ? 'BOOLEAN' : 'NUMBER';
    const usual = inferFieldType(leaf);
    return fitsType(Object.values(labels)[0]!, usual) ? usual : 'TEXT';
  }
  const { format, scale, scalar } = values;
  if (!leaf.isList && format) return format.type;
  if (scale !== undefined && !leaf.isList) return 'DATETIME';
  // What kind says is meant for filters.
  return kind === undefined ? inferFieldType(leaf, scalar) : inferFieldType(leaf);
}

/** A name for people made of a key: `createdAt` gives `Created At`. */
export function displayNameOf(key: string): string {
  const words = key
    .replace(/^_+/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim();
  if (words === 'id') return 'ID';
  return words.charAt(0).toUpperCase() + words.slice(1);
}
