/** The fields of a proposed collection: values under their own names, references, and values of small nested objects. */
import { type GraphQLInputObjectType, type GraphQLNamedType, isEnumType, isInputObjectType } from 'graphql';
import type { FieldMapping } from '../../mapping/schema.js';
import { inferFieldType, inferSemanticType, type LeafType } from '../../model/codecs/infer.js';
import type { FieldType } from '../../wix/protocol.js';
import type { DetectedList } from '../detect/collections.js';
import { operatorsOf } from '../detect/operators.js';
import {
  type Field,
  fieldOf,
  fieldsOf,
  inputObjectOf,
  isLeafType,
  requiredArguments,
  shapeOf,
} from '../detect/shape.js';
import { singular } from '../detect/words.js';
import { detectRows } from '../detect/wrapper.js';
import { capitalised, fieldKey, type NameRegister, nameRegister } from './names.js';
import { isPicture, labelField, nestedValues } from './objects.js';
import { looksSecret } from './secrets.js';

/** What other collections of the proposal are, for references. */
export interface Referable {
  readonly collection: string;
  /** Path of the id in the item. */
  readonly id: string;
  readonly idType: string;
}

export interface ProposedField {
  readonly key: string;
  readonly value: string | FieldMapping;
  /** Why it is there, where that is a guess. */
  readonly comment?: string;
}

export interface ProposedFields {
  readonly fields: readonly ProposedField[];
  /** Fields that make each row dearer upstream (nested lists); written as comments. */
  readonly costly: readonly ProposedField[];
  /** Fields that look like secrets; written as comments. */
  readonly secret: readonly ProposedField[];
  /** The item has more fields than a proposal takes. */
  readonly cut: boolean;
}

export interface FieldContext {
  readonly referables: ReadonlyMap<string, Referable>;
  readonly scalars: readonly string[];
}

const mostFields = 80;
const mostNested = 30;
const mostCostly = 4;

export function proposeFields(detected: DetectedList, idPath: string, context: FieldContext): ProposedFields {
  const collector = new Collector(detected, idPath, context);
  return collector.collect();
}

class Collector {
  readonly #keys: NameRegister = nameRegister();
  readonly #simple: ProposedField[] = [];
  readonly #references: ProposedField[] = [];
  readonly #nested: ProposedField[] = [];
  readonly #costly: ProposedField[] = [];
  readonly #secret: ProposedField[] = [];
  /** Scalars that a reference already carries (`authorId` for `author`). */
  readonly #carried = new Set<string>();
  readonly #detected: DetectedList;
  readonly #idPath: string;
  readonly #context: FieldContext;

  constructor(detected: DetectedList, idPath: string, context: FieldContext) {
    this.#detected = detected;
    this.#idPath = idPath;
    this.#context = context;
    this.#keys.take('_id');
  }

  collect(): ProposedFields {
    const { entity } = this.#detected;
    const prefix = entity.envelope ? `${entity.envelope}.` : '';
    const inside = entity.envelope ? fieldOf(entity.type, entity.envelope) : undefined;
    const type = inside ? shapeOf(inside.type).named : entity.type;
    const fields = fieldsOf(type).filter(
      (field) => requiredArguments(field).length === 0 && !/^(__|clientMutationId$)/.test(field.name),
    );
    for (const field of fields) this.#reference(field, prefix, fields);
    for (const field of fields) if (!this.#carried.has(field.name)) this.#value(field, prefix);
    if (inside) this.#hoisted(entity.type, inside);
    for (const field of fields) if (!this.#carried.has(field.name)) this.#object(field, prefix);
    const all = [
      ...this.#simple.slice(0, mostFields),
      ...this.#references.slice(0, mostNested),
      ...this.#nested.slice(0, mostNested),
    ];
    return {
      fields: all,
      costly: this.#costly.slice(0, mostCostly),
      secret: this.#secret,
      cut: all.length < this.#simple.length + this.#references.length + this.#nested.length,
    };
  }

  /** Values that stand beside the envelope. */
  #hoisted(type: GraphQLNamedType, envelope: Field): void {
    for (const field of fieldsOf(type)) if (field !== envelope) this.#value(field, '');
  }

  #value(field: Field, prefix: string): void {
    const own = this.#detected.entity.fields.get(field.name);
    const dressed = own && own.path !== `${prefix}${field.name}` ? own.path : undefined;
    const { named, lists } = shapeOf(field.type);
    if (lists > 1 || (!isLeafType(named) && dressed === undefined)) return;
    const path = dressed ?? `${prefix}${field.name}`;
    if (path === this.#idPath) return;
    const value: FieldMapping = { path, ...this.#typed(field, path, dressed) };
    const key = this.#keys.take(fieldKey(field.name));
    // A dressed value is filtered and sorted on by the name of its dress (Salesforce).
    const extra = dressed === undefined ? {} : this.#inputNames(field.name);
    const group = looksSecret(field.name, named) ? this.#secret : this.#simple;
    group.push({ key, value: short({ ...value, ...extra }) });
  }

  #inputNames(name: string): Pick<FieldMapping, 'filter' | 'sort'> {
    const list = this.#detected.steps[this.#detected.steps.length - 1]!;
    const member = (at: string | undefined): GraphQLInputObjectType | undefined => {
      const argument = list.args.find((each) => each.name === at);
      const input = argument && shapeOf(argument.type).named;
      const found = isInputObjectType(input) ? input.getFields()[name] : undefined;
      return found && inputObjectOf(found.type);
    };
    const { filter, sort } = this.#detected.style;
    const operators = member(filter?.at);
    const kind = this.#detected.entity.fields.get(name)?.kind ?? 'text';
    return {
      ...(operators && operatorsOf(operators, kind).size > 0 ? { filter: name } : {}),
      ...(member(sort?.at) ? { sort: name } : {}),
    };
  }

  /** The type is written only where binding would not infer it. */
  #typed(field: Field, path: string, dressed: string | undefined): { readonly type?: FieldType } {
    const leaf = dressed === undefined ? field : fieldOf(shapeOf(field.type).named, 'value')!;
    const shape = shapeOf(leaf.type);
    return typed(leaf, path, shape.lists > 0, this.#context.scalars);
  }

  #reference(field: Field, prefix: string, fields: readonly Field[]): void {
    const found = this.#target(field);
    if (!found) return;
    const { referable, inner } = found;
    const base = `${prefix}${field.name}${inner}`;
    const scalar = fields.find(
      (each) =>
        [`${field.name}id`, `${field.name}_id`, `${field.name}rowid`].includes(each.name.toLowerCase()) &&
        shapeOf(each.type).lists === 0 &&
        shapeOf(each.type).named.name === referable.idType,
    );
    if (scalar) this.#carried.add(scalar.name);
    this.#carried.add(field.name);
    const value: FieldMapping = {
      path: scalar ? `${prefix}${scalar.name}` : `${base}.${referable.id}`,
      type: 'REFERENCE',
      collection: referable.collection,
      include: base,
    };
    this.#references.push({ key: this.#keys.take(fieldKey(field.name)), value });
  }

  /** The collection that a to-one field leads to, also through a response object with `data` (Strapi 4). */
  #target(field: Field): { readonly referable: Referable; readonly inner: string } | undefined {
    const { named, lists } = shapeOf(field.type);
    if (lists > 0) return undefined;
    const direct = this.#context.referables.get(named.name);
    if (direct) return { referable: direct, inner: '' };
    const data = fieldsOf(named).length <= 2 ? fieldOf(named, 'data') : undefined;
    const inner =
      data && shapeOf(data.type).lists === 0
        ? this.#context.referables.get(shapeOf(data.type).named.name)
        : undefined;
    return inner ? { referable: inner, inner: '.data' } : undefined;
  }

  #object(field: Field, prefix: string): void {
    const { named, lists } = shapeOf(field.type);
    const entity = this.#detected.entity.fields.get(field.name);
    if (isLeafType(named) || entity?.leaf) return;
    const rows = lists === 0 ? detectRows(field) : undefined;
    if (rows && 'path' in rows) {
      this.#paged(field, prefix, rows.path, rows.item);
      return;
    }
    if (lists > 0) {
      if (lists === 1) this.#list(field, prefix, named);
      return;
    }
    for (const nested of nestedValues(named, 1)) {
      const path = `${prefix}${field.name}.${nested.path}`;
      if (path === this.#idPath) continue;
      const suffix = nested.suffix === '' ? '' : capitalised(fieldKey(nested.suffix));
      const key = this.#keys.take(fieldKey(`${field.name}${suffix}`));
      const group = looksSecret(nested.field.name, shapeOf(nested.field.type).named)
        ? this.#secret
        : this.#nested;
      group.push({
        key,
        value: short({ path, ...typed(nested.field, path, false, this.#context.scalars) }),
      });
    }
  }

  /** Plain lists of objects. Those that take arguments are relations of unknown length. */
  #list(field: Field, prefix: string, type: GraphQLNamedType): void {
    const key = fieldKey(field.name);
    const path = `${prefix}${field.name}`;
    const target = this.#context.referables.get(type.name);
    const costly = field.args.length > 0;
    const picture = isPicture(type) ? nestedValues(type, 0)[0] : undefined;
    const value: FieldMapping | undefined =
      picture?.suffix === ''
        ? { path: `${path}.0.${picture.path}`, type: 'IMAGE' }
        : target
          ? { path: `${path}[].${target.id}`, type: 'MULTI_REFERENCE', collection: target.collection }
          : labelled(type, path);
    if (!value) return;
    if (costly) this.#costly.push({ key: picture ? singular(key) : key, value: limited(value, field) });
    else this.#nested.push({ key: this.#keys.take(picture ? singular(key) : key), value });
  }

  /** Connections and pages: never by default, since each row would cost a page of them. */
  #paged(field: Field, prefix: string, rows: string, item: GraphQLNamedType): void {
    const at = `${prefix}${field.name}.${rows.includes('[]') ? rows : `${rows}[]`}`;
    const first = at.replace('[]', '.0');
    const picture = isPicture(item) ? nestedValues(item, 0)[0] : undefined;
    const target = this.#context.referables.get(item.name);
    const key = fieldKey(field.name);
    if (picture?.suffix === '') {
      this.#costly.unshift({
        key: singular(key),
        value: limited({ path: `${first}.${picture.path}`, type: 'IMAGE' }, field, 1),
      });
    } else if (target) {
      this.#costly.push({
        key,
        value: limited(
          { path: `${at}.${target.id}`, type: 'MULTI_REFERENCE', collection: target.collection },
          field,
        ),
      });
    } else {
      const value = labelled(item, at.replace(/\[\]$/, ''), at);
      if (value) this.#costly.push({ key, value: limited(value, field) });
    }
  }
}

function labelled(type: GraphQLNamedType, path: string, each = `${path}[]`): FieldMapping | undefined {
  const label = labelField(type);
  return label && fieldsOf(type).length <= 12
    ? { path: `${each}.${label.name}`, type: 'ARRAY_STRING' }
    : undefined;
}

/** A page size on the nested list, so that a row has a known cost. */
function limited(value: FieldMapping, field: Field, size = 50): FieldMapping {
  const argument = field.args.find((each) => /^(first|limit|take|pageSize|perPage)$/.test(each.name));
  return argument ? { ...value, arguments: { [field.name]: { [argument.name]: size } } } : value;
}

function typed(
  field: Field,
  path: string,
  list: boolean,
  scalars: readonly string[],
): { readonly type?: FieldType } {
  const { named } = shapeOf(field.type);
  const leaf: LeafType = {
    typeName: named.name,
    leafKind: isEnumType(named) ? 'enum' : 'scalar',
    isList: list,
    fieldName: field.name,
    path,
    schemaScalars: scalars,
  };
  // "with HTML tags removed" says the opposite of what the word HTML suggests.
  const plain = /\b(removed|stripped|without|plain|excluding)\b/i.test(field.description ?? '');
  const described = field.description && !plain ? { description: field.description } : {};
  const semantic = inferSemanticType({ ...leaf, ...described });
  return semantic === inferFieldType(leaf) ? {} : { type: semantic };
}

/** `key: path` where nothing else is to be said. */
function short(value: FieldMapping): string | FieldMapping {
  const { path, ...rest } = value;
  return Object.keys(rest).length === 0 && path !== undefined ? path : value;
}
