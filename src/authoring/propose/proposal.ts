/** What a proposal is asked for, and what it is. */

import type { UpstreamMapping } from '../../mapping/schema.js';
import type { Dialect } from '../../styles/vocabulary.js';
import type { Skipped } from '../detect/locations.js';
import type { MissedMember, RelationHow } from '../detect/relations.js';
import type { YamlComment } from '../write/write-yaml.js';
import type { ProposedCollection } from './collection.js';
import type { Constant } from './constants.js';
import type { ProposedWrites } from './proposed-writes.js';
import type { DoubtKind } from './several-ways.js';

export interface ProposalOptions {
  readonly dialect?: Dialect | undefined;
  /** Names of collections, list fields or types, `*` for any characters. Only these are proposed. */
  readonly only?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** Dotted paths of list fields that are taken before others of their type: they gave rows. */
  readonly preferred?: ReadonlySet<string> | undefined;
  /** Constant arguments of all lists that take them. */
  readonly set?: readonly Constant[] | undefined;
  /** Type of the items, or list field, → path of the value that identifies an item. */
  readonly ids?: ReadonlyMap<string, string> | undefined;
  /** Write the mutations into the files instead of preparing them as comments. */
  readonly writes?: boolean | undefined;
  readonly url?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** An upstream file that stays as it is: each collection says what it needs over that file. */
  readonly kept?: UpstreamMapping | undefined;
}

export interface SummaryRow {
  readonly collection: string;
  readonly field: string;
  readonly fields: number;
  readonly filter: string;
  readonly sort: string;
  readonly paging: string;
  readonly count: string;
  readonly get: string;
  readonly writes: readonly string[];
  /** Why a verb is not among them. */
  readonly why: ProposedWrites['why'];
  readonly questions: number;
}

/** What became of a relation that was found. */
export interface RelationOutcome {
  /** Collection whose items have it. */
  readonly collection: string;
  readonly how: RelationHow;
  /** Why it is not a line of the file; undefined: it is one. */
  readonly doubt: DoubtKind | undefined;
}

export interface Proposal {
  readonly upstream: { readonly value: UpstreamMapping; readonly comments: readonly YamlComment[] };
  readonly collections: readonly ProposedCollection[];
  readonly skipped: readonly Skipped[];
  readonly summary: readonly SummaryRow[];
  readonly relations: readonly RelationOutcome[];
  /** Members with an object behind them that are no relation. */
  readonly unrelated: readonly MissedMember[];
  readonly unknown: Unknown;
}

/** What was given by name, and nothing of the schema has the name. */
export interface Unknown {
  readonly only: readonly string[];
  readonly exclude: readonly string[];
  /** Arguments. */
  readonly set: readonly string[];
  /** Types, or a type with a path that its items have not got. */
  readonly id: readonly string[];
}
