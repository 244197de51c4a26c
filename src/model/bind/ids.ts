/** Ids as Wix sees them: the collection's own, and those that its references hold. */
import type { CollectionMapping, IdMapping } from '../../mapping/schema.js';
import { didYouMean } from '../../mapping/suggest.js';
import type { IdCodec } from '../../styles/extensions/extension.js';
import { extensionNames, findExtension } from '../../styles/extensions/registry.js';
import type { Json as Value } from '../../styles/vocabulary.js';
import { type Codec, ConversionError } from '../codecs/codec.js';
import type { FieldModel } from '../model.js';
import type { BindContext, IdCodecs } from './context.js';

/** The mapping of the id in its long form; a text is short for its path. */
export function idMappingOf({ id }: CollectionMapping): IdMapping {
  return typeof id === 'string' ? { path: id } : id;
}

/** Names of the id codecs of the collections that have one, by collection id. */
export function idCodecsOf(mappings: readonly CollectionMapping[]): IdCodecs {
  return new Map(
    mappings.flatMap((each) => {
      const { codec } = idMappingOf(each);
      return codec === undefined ? [] : [[each.collection, codec] as const];
    }),
  );
}

/**
 * The field `_id` with the id codec that the mapping names. Every item has an id, so the field cannot be null.
 */
export function bindId(field: FieldModel, context: BindContext): FieldModel {
  const { codec: name } = idMappingOf(context.located.value);
  if (field.source.kind !== 'path') return field;
  if (field.source.codec.element)
    context.problem(['id'], 'the id is a list', { help: 'name a field with one value' });
  if (name === undefined) return { ...field, nullable: false };
  const codec = findExtension('idCodec', name);
  if (!codec) {
    const help = didYouMean(name, extensionNames('idCodec'));
    context.problem(['id', 'codec'], `no id codec is called "${name}"`, help ? { help } : {});
    return field;
  }
  return {
    ...field,
    nullable: false,
    source: { ...field.source, codec: throughIdCodec(field.source.codec, codec) },
  };
}

/** A reference with the ids that the collection shows which it refers to. A codec of no name is that collection's problem. */
export function withReferredIds(field: FieldModel, codecs: IdCodecs): FieldModel {
  const name = field.reference === undefined ? undefined : codecs.get(field.reference);
  const ids = name === undefined ? undefined : findExtension('idCodec', name);
  if (!ids || field.source.kind === 'template') return field;
  if (field.source.kind === 'elsewhere')
    return { ...field, source: { ...field.source, element: throughIdCodec(field.source.element, ids) } };
  const { codec } = field.source;
  return { ...field, source: { ...field.source, codec: throughListOfIds(codec, ids) } };
}

function throughListOfIds(codec: Codec, ids: IdCodec): Codec {
  if (!codec.element) return throughIdCodec(codec, ids);
  const element = throughIdCodec(codec.element, ids);
  return {
    ...codec,
    element,
    decode(raw) {
      const list = codec.decode(raw);
      return Array.isArray(list) ? list.map((each) => element.decode(each)) : list;
    },
    encode(value) {
      if (value === null) return null;
      if (!Array.isArray(value)) throw new ConversionError(value, 'a list of ids');
      return value.map((each) => element.encode!(each));
    },
  };
}

/** A reference may come as the item itself. */
function referredId(value: Value): string | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { _id: id } = value as { readonly [key: string]: Value };
  return typeof id === 'string' ? id : undefined;
}

/** Ids in Wix are the codec's; what is sent upstream is the upstream's own. */
function throughIdCodec(codec: Codec, ids: IdCodec): Codec {
  return {
    ...codec,
    decode(raw) {
      try {
        return raw === null || raw === undefined ? null : ids.decode(raw as Value);
      } catch {
        throw new ConversionError(raw, `an id that ${ids.name} can read`);
      }
    },
    encode(value) {
      if (value === null) return null;
      const id = typeof value === 'string' ? value : referredId(value);
      const encoded = id === undefined ? undefined : ids.encode(id);
      if (encoded === undefined) throw new ConversionError(value, `an id of ${ids.name}`);
      return encoded;
    },
    equality(value) {
      const encoded = typeof value === 'string' ? ids.encode(value) : undefined;
      return encoded === undefined ? { kind: 'never' } : { kind: 'compare', operator: 'eq', value: encoded };
    },
    bound: () => undefined,
    textual: false,
    monotone: false,
  };
}
