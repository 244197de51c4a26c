/** What the collections of one upstream share while they are bound: found once for all of them, and held once in memory. */
import { type GraphQLSchema, isScalarType } from 'graphql';
import type { UpstreamMapping } from '../../mapping/schema.js';
import { onceForEach } from '../../once-for-each.js';
import { createKnownOperators, type KnownOperators, type Operators } from '../../styles/known-operators.js';
import type { Dialect } from '../../styles/vocabulary.js';
import { type Codec, type CodecOptions, createCodec } from '../codecs/codec.js';
import { acceptedOperators, operatorsWithoutNull } from './accepts.js';
import { namedFacts } from './named-facts.js';

export interface SharedBinding {
  /** Names of all scalars of the schema: some mean different things in different company. */
  readonly scalars: readonly string[];
  readonly operators: KnownOperators;
  /** The operators that can be sent, see accepts.ts. */
  readonly accepted: (operators: Operators) => Operators;
  readonly withoutNull: (operators: Operators) => Operators;
  /** As createCodec, but that fields of one kind have one codec. */
  readonly codec: (options: CodecOptions) => Codec;
  /** Facts that the upstream's own file and its dialect name. */
  readonly facts: ReadonlySet<string>;
  /** What is frozen with all that it holds. */
  readonly frozen: WeakSet<object>;
}

/** For one schema, with what the file of its upstream and the dialect say. */
export function createSharedBinding(
  schema: GraphQLSchema,
  upstream: UpstreamMapping,
  dialect: Dialect | undefined,
): SharedBinding {
  return {
    scalars: Object.values(schema.getTypeMap())
      .filter(isScalarType)
      .map((type) => type.name),
    operators: createKnownOperators(),
    accepted: onceForEach(acceptedOperators),
    withoutNull: onceForEach(operatorsWithoutNull),
    codec: codecs(),
    facts: namedFacts([upstream, dialect]),
    frozen: new WeakSet(),
  };
}

function codecs(): (options: CodecOptions) => Codec {
  const made = new Map<string, Codec>();
  return (options) => {
    // What a mapping says of one field alone may hold functions, and is seldom said twice.
    if (options.format !== undefined || options.values !== undefined || options.none !== undefined)
      return createCodec(options);
    const key = JSON.stringify(options);
    const codec = made.get(key) ?? createCodec(options);
    made.set(key, codec);
    return codec;
  };
}
