/** What all parts of binding one collection need, and how they report problems. */
import type { GraphQLSchema } from 'graphql';
import type { Located } from '../../mapping/load.js';
import type { Problem } from '../../mapping/problem.js';
import type { CollectionMapping, UpstreamMapping } from '../../mapping/schema.js';
import type { Path, PlaceOptions } from '../../mapping/source.js';
import type { Dialect } from '../../styles/vocabulary.js';
import type { SharedBinding } from './shared.js';

/** Names of id codecs by the ids of the collections that have one. */
export type IdCodecs = ReadonlyMap<string, string>;

/** What a collection is bound to: the schema of its upstream, and what the upstream's own file says. */
export interface BindingUpstream {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly mapping: UpstreamMapping;
  readonly dialect: Dialect | undefined;
  /** Id codecs of all collections, whatever their upstream: references hold the ids of others. */
  readonly idCodecs?: IdCodecs | undefined;
  /** Of all collections that are bound to it. */
  readonly shared: SharedBinding;
}

export interface BindContext {
  readonly schema: GraphQLSchema;
  readonly dialect: Dialect | undefined;
  readonly upstream: UpstreamMapping;
  readonly located: Located<CollectionMapping>;
  readonly shared: SharedBinding;
  /** Name of the collection's file, without folders. */
  readonly file: string;
  /** Reports a problem at a place of the collection's file. */
  problem(path: Path, message: string, options?: PlaceOptions): void;
  /** `products.yaml:12:3` of a place of the file. */
  position(path: Path): string;
}

/**
 * What the parts of binding share: where they look things up, and where they report.
 * @param problems receives what is reported
 */
export function createBindContext(
  parts: Omit<BindContext, 'problem' | 'position' | 'file'>,
  problems: Problem[],
): BindContext {
  const { source } = parts.located;
  const baseName = (file: string): string => file.split(/[\\/]/).at(-1)!;
  return {
    ...parts,
    file: baseName(parts.located.file),
    problem(path, message, options) {
      problems.push(source.problemAt(path, message, options));
    },
    position(path) {
      const { line, column } = source.positionAt(path);
      return `${baseName(source.file)}:${line}:${column}`;
    },
  };
}
