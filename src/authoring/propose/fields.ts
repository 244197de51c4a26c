/** The fields of a proposed collection: values under their own names, references, and values of small nested objects. */
import { type GraphQLInputObjectType, type GraphQLNamedType, isEnumType, isInputObjectType } from 'graphql';
import type { FieldMapping } from '../../mapping/schema.js';
import { inferFieldType, inferSemanticType, type LeafType } from '../../model/codecs/infer.js';
import type { FieldType } from '../../wix/protocol.js';
import type { DetectedList } from '../detect/collections.js';
import { operatorsOf } from '../detect/operators.js';
import type { Relation } from '../detect/relations.js';
import {
  fieldOf,
  fieldsOf,
  inputObjectOf,
  isLeafType,
  requiredArguments,
  type SchemaField,
  shapeOf,
} from '../detect/shape.js';
import { detectRows } from '../detect/wrapper.js';
import { costlyFields, embeddedList } from './costly.js';
import { countsList, fieldKey, ordinaryKey, systemKeys } from './keys.js';
import { type Localized, languageOf, localizedFields } from './localized.js';
import { capitalised, type NameRegister, nameRegister } from './names.js';
import { nestedValues } from './objects.js';
import { holdsIds, nameOf, type Referable, referenceFields } from './references.js';
import type { RelatedItems } from './related-items.js';
import { looksSecret } from './secrets.js';

export type { Referable } from './references.js';

export interface ProposedField {
  readonly key: string;
  readonly value: string | FieldMapping;
  /** Why it is there, where that is a guess. */
  readonly comment?: string;
  /** For fields that refer to other collections. */
  readonly relation?: Relation;
}

export interface ProposedFields {
  readonly fields: readonly ProposedField[];
  /** Fields that make each row dearer upstream (nested lists, counts of them); written as comments. */
  readonly costly: readonly ProposedField[];
  /** Relations to several items: how each is read is decided when all collections are known. */
  readonly related: readonly RelatedItems[];
  /** Fields that can only be read in a chosen language; written as comments. */
  readonly localized: Localized;
  /** Fields that look like secrets; written as comments. */
  readonly secret: readonly ProposedField[];
  /** The item has more fields than a proposal takes. */
  readonly cut: boolean;
}

export interface FieldContext {
  readonly referables: ReadonlyMap<string, Referable>;
  readonly relations: readonly Relation[];
  readonly scalars: readonly string[];
  /** Scalars that are moments, as the dialect says. */
  readonly instants: readonly string[];
}

const mostFields = 80;
const mostNested = 30;

export function proposeFields(detected: DetectedList, idPath: string, context: FieldContext): ProposedFields {
  const collector = new Collector(detected, idPath, context);
  return collector.collect();
}

class Collector {
  readonly #keys: NameRegister = nameRegister();
  readonly #simple: ProposedField[] = [];
  readonly #nested: ProposedField[] = [];
  readonly #secret: ProposedField[] = [];
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
    const { referables } = this.#context;
    const prefix = entity.envelope ? `${entity.envelope}.` : '';
    const inside = entity.envelope ? fieldOf(entity.type, entity.envelope) : undefined;
    const type = inside ? shapeOf(inside.type).named : entity.type;
    const every = fieldsOf(type).filter((field) => !/^(__|clientMutationId$)/.test(field.name));
    const fields = every.filter((field) => requiredArguments(field).length === 0);
    const relations = this.#context.relations.filter(
      (each) => each.from === this.#detected.itemType && referables.has(each.to),
    );
    // A foreign key and its object are one field.
    const carried = new Set(
      relations.filter(holdsIds).flatMap((each) => [each.field, each.key?.slice(prefix.length)]),
    );
    const dear = (field: SchemaField): boolean =>
      countsList(field, fields) || isFunction(field, fields) || listed(field);
    const listed = (field: SchemaField): boolean =>
      relations.some(
        (each) => each.kind === 'MULTI_REFERENCE' && each.how !== 'ids' && each.field === field.name,
      );
    const own = fields.filter((field) => !carried.has(field.name));
    this.#values(
      own.filter((field) => !dear(field)),
      prefix,
    );
    if (inside) this.#hoisted(entity.type, inside);
    const references = referenceFields(relations, referables, this.#keys);
    const related = relations
      .filter((each) => !holdsIds(each))
      .map((relation) => ({ ...nameOf(relation, this.#keys), relation }));
    const objects = own.filter((field) => !dear(field) && !entity.fields.get(field.name)?.leaf);
    for (const field of objects) this.#object(field, prefix);
    const all = [
      ...this.#simple.slice(0, mostFields),
      ...references.slice(0, mostNested),
      ...this.#nested.slice(0, mostNested),
    ];
    return {
      fields: all,
      costly: costlyFields(
        own.filter((field) => !listed(field)),
        fields,
        prefix,
        (field) => isFunction(field, fields),
      ),
      related,
      localized: localizedFields(every, prefix),
      secret: this.#secret,
      cut: all.length < this.#simple.length + references.length + this.#nested.length,
    };
  }

  /** Values that stand beside the envelope. */
  #hoisted(type: GraphQLNamedType, envelope: SchemaField): void {
    this.#values(
      fieldsOf(type).filter((field) => field !== envelope),
      '',
    );
  }

  /** Values keep their own names; what cannot comes after those that can. */
  #values(fields: readonly SchemaField[], prefix: string): void {
    const usable = fields.filter((field) => this.#pathOf(field, prefix) !== undefined);
    const system = systemKeys(usable, this.#context.scalars, this.#context.instants);
    const keys = new Map<SchemaField, string>();
    for (const field of usable) {
      const own = system.get(field.name);
      if (own !== undefined && !this.#keys.has(own)) keys.set(field, this.#keys.take(own));
    }
    const others = usable.filter((field) => !keys.has(field));
    const keeps = (field: SchemaField): boolean => ordinaryKey(field.name) === field.name;
    for (const field of [...others.filter(keeps), ...others.filter((each) => !keeps(each))])
      keys.set(field, this.#keys.take(ordinaryKey(field.name)));
    for (const field of usable) this.#value(field, this.#pathOf(field, prefix)!, prefix, keys.get(field)!);
  }

  /** undefined: it is no value, or the id. */
  #pathOf(field: SchemaField, prefix: string): string | undefined {
    if (requiredArguments(field).length > 0) return undefined;
    const dressed = this.#dressed(field, prefix);
    const { named, lists } = shapeOf(field.type);
    if (lists > 1 || (!isLeafType(named) && dressed === undefined)) return undefined;
    const path = dressed ?? `${prefix}${field.name}`;
    return path === this.#idPath ? undefined : path;
  }

  #dressed(field: SchemaField, prefix: string): string | undefined {
    const own = this.#detected.entity.fields.get(field.name);
    return own && own.path !== `${prefix}${field.name}` ? own.path : undefined;
  }

  #value(field: SchemaField, path: string, prefix: string, key: string): void {
    const dressed = this.#dressed(field, prefix);
    const value: FieldMapping = { path, ...this.#typed(field, path, dressed) };
    // A dressed value is filtered and sorted on by the name of its dress (Salesforce).
    const extra = dressed === undefined ? {} : this.#inputNames(field.name);
    const group = looksSecret(field.name, shapeOf(field.type).named) ? this.#secret : this.#simple;
    const language = languageOf(field);
    const choices = language && (language.values.length > 0 ? `: ${language.values.join(', ')}` : '');
    group.push({
      key,
      value: short({ ...value, ...extra }),
      ...(language
        ? { comment: `in one language; arguments: { ${field.name}: { ${language.name}: … } }${choices}` }
        : {}),
    });
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
  #typed(field: SchemaField, path: string, dressed: string | undefined): { readonly type?: FieldType } {
    const leaf = dressed === undefined ? field : fieldOf(shapeOf(field.type).named, 'value')!;
    const shape = shapeOf(leaf.type);
    return typed(leaf, path, shape.lists > 0, this.#context.scalars);
  }

  /** Values of a small object; what the object is called may say that it holds a secret. */
  #object(field: SchemaField, prefix: string): void {
    const { named, lists } = shapeOf(field.type);
    if (isLeafType(named)) return;
    const embedded = embeddedList(field, `${prefix}${field.name}`);
    if (embedded) this.#nested.push({ ...embedded, key: this.#keys.take(embedded.key) });
    if (lists > 0 || detectRows(field)) return;
    for (const nested of nestedValues(named, 1)) {
      const path = `${prefix}${field.name}.${nested.path}`;
      if (path === this.#idPath) continue;
      const suffix = nested.suffix === '' ? '' : capitalised(fieldKey(nested.suffix));
      const key = this.#keys.take(ordinaryKey(`${field.name}${suffix}`));
      const type = shapeOf(nested.field.type).named;
      const group =
        looksSecret(nested.field.name, type) || looksSecret(field.name, type) ? this.#secret : this.#nested;
      group.push({
        key,
        value: short({ path, ...typed(nested.field, path, false, this.#context.scalars) }),
      });
    }
  }
}

/** Computed from a field beside it: Directus's `date_func { year month }`. */
function isFunction(field: SchemaField, fields: readonly SchemaField[]): boolean {
  const [, of] = /^(.+)_func$/.exec(field.name) ?? [];
  return (
    of !== undefined && !isLeafType(shapeOf(field.type).named) && fields.some((each) => each.name === of)
  );
}

function typed(
  field: SchemaField,
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
