/** Which part of a zod schema stands at a path: for did-you-mean and for help texts. */
import type * as z from 'zod';
import type { Json } from '../styles/vocabulary.js';
import type { Path } from './source.js';

type Schema = z.core.$ZodType;

/** The alternatives behind optional, nullable, lazy and union; a schema of another kind is its own. */
function alternatives(schema: Schema): readonly Schema[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
      return alternatives(def.innerType);
    case 'lazy':
      return alternatives(def.getter());
    case 'union':
      return def.options.flatMap(alternatives);
    default:
      return [schema];
  }
}

function member(schema: Schema, step: string | number): readonly Schema[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') return Object.hasOwn(def.shape, String(step)) ? [def.shape[String(step)]!] : [];
  if (def.type === 'record') return [def.valueType];
  return def.type === 'array' ? [def.element] : [];
}

/** The schemas that may stand at `path`, as written: wrappers are kept so that descriptions can be read. */
export function schemasAt(schema: Schema, path: Path): readonly Schema[] {
  return path.reduce<readonly Schema[]>(
    (schemas, step) => schemas.flatMap(alternatives).flatMap((part) => member(part, step)),
    [schema],
  );
}

/** Names of the keys that an object at `path` may have; of a record of an enum, the enum's values. */
export function keysAt(schema: Schema, path: Path): readonly string[] {
  const keys = schemasAt(schema, path)
    .flatMap(alternatives)
    .flatMap((part) => {
      const { def } = (part as z.core.$ZodTypes)._zod;
      if (def.type === 'object') return Object.keys(def.shape);
      if (def.type !== 'record') return [];
      const key = (def.keyType as z.core.$ZodTypes)._zod.def;
      return key.type === 'enum' ? Object.values(key.entries).map(String) : [];
    });
  return [...new Set(keys)];
}

/** The description of what stands at `path`, where the schema has one. */
export function descriptionAt(schema: Schema, path: Path): string | undefined {
  for (const part of schemasAt(schema, path)) {
    const { description } = part as z.ZodType;
    if (description !== undefined) return description;
  }
  return undefined;
}

/** The value that must stand at `path`, where there is just one; undefined: several may. */
export function onlyValueAt(schema: Schema, path: Path): Json | undefined {
  const [part, ...others] = schemasAt(schema, path).flatMap(alternatives);
  if (part === undefined || others.length > 0) return undefined;
  const { def } = (part as z.core.$ZodTypes)._zod;
  return def.type === 'literal' && def.values.length === 1 ? (def.values[0] as Json) : undefined;
}

/** Whether what holds the last step may be without it: a key that an object needs not have, or does not know; an entry of a record or list. */
export function isOptionalAt(schema: Schema, path: Path): boolean {
  const step = String(path.at(-1));
  return schemasAt(schema, path.slice(0, -1))
    .flatMap(alternatives)
    .every((part) => {
      const { def } = (part as z.core.$ZodTypes)._zod;
      if (def.type !== 'object' || !Object.hasOwn(def.shape, step)) return true;
      const kind = (def.shape[step] as z.core.$ZodTypes)._zod.def.type;
      return kind === 'optional' || kind === 'default';
    });
}
