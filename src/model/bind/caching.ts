/** What the answers of a collection depend on, beside the mapping itself. */
import {
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { shareOf } from '../../mapping/cache.js';
import { millisecondsOf } from '../../mapping/duration.js';
import type { CollectionMapping } from '../../mapping/schema.js';
import type { SelectionStep } from '../../upstream/document/selection.js';
import type { CachingModel } from '../caching.js';
import type { FieldModel } from '../model.js';
import type { BindingUpstream } from './context.js';
import { namedFacts } from './named-facts.js';
import type { SharedBinding } from './shared.js';

/** @param fields those that are bound */
export function bindCaching(
  mapping: CollectionMapping,
  { schema, mapping: upstream }: BindingUpstream,
  fields: ReadonlyMap<string, FieldModel>,
  shared: SharedBinding,
): CachingModel {
  const writes = withPossible(schema, mapping.type);
  const reads = new Set(writes);
  for (const { source, relation } of fields.values()) {
    const paths: (readonly SelectionStep[])[] = [];
    if (source.kind === 'path') paths.push(source.steps);
    if (relation?.nested) paths.push(relation.nested.steps);
    if (relation?.pairs?.kind === 'list') paths.push(relation.pairs.list.path.steps);
    for (const steps of paths) addTypes(schema, mapping.type, steps, reads);
  }
  const facts = new Set([...shared.facts, ...namedFacts(mapping)]);
  if (mapping.allow ?? mapping.whereFor) facts.add('$identity.type');
  return {
    times: timesOf(mapping),
    check: upstream.cacheCheck === undefined ? 0 : shareOf(upstream.cacheCheck),
    writes: [...writes].sort(),
    reads: [...reads].sort(),
    facts: [...facts].sort(),
  };
}

function timesOf({ cache }: CollectionMapping): CachingModel['times'] {
  if (cache === undefined) return undefined;
  const { fresh, stale = '0s', onError = '0s' } = typeof cache === 'string' ? { fresh: cache } : cache;
  return { fresh: millisecondsOf(fresh), stale: millisecondsOf(stale), onError: millisecondsOf(onError) };
}

function withPossible(schema: GraphQLSchema, name: string): ReadonlySet<string> {
  const type = schema.getType(name);
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type).map((each) => each.name) : [];
  return new Set([name, ...possible]);
}

function addTypes(
  schema: GraphQLSchema,
  from: string,
  steps: readonly SelectionStep[],
  found: Set<string>,
): void {
  let name = from;
  for (const step of steps) {
    if (step.on !== undefined) {
      name = step.on;
      for (const each of withPossible(schema, name)) found.add(each);
    }
    const type = schema.getType(name);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[step.name] : undefined;
    const next = field && getNamedType(field.type);
    // Where a path leaves what is known, an id in it may still be of anything; the collection's own types stand for it.
    if (!next || !isCompositeType(next)) return;
    name = next.name;
    for (const each of withPossible(schema, name)) found.add(each);
  }
}
