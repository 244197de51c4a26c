/** What detection finds: plain data in the vocabulary of styles, with the reasons. */
import type { AggregateStyle, GetStyle, ListStyle, WriteStyles } from '../../styles/vocabulary.js';
import type { Entity } from './entity.js';
import type { Key } from './key.js';
import type { ListField, Skipped } from './locations.js';
import type { Unbound } from './mutations.js';
import type { SchemaField } from './shape.js';
import type { Verb } from './verbs.js';

/** How each dimension was recognised, in words for reports; the style says the same as data. */
export interface Labels {
  readonly wrapper: string;
  readonly paging: string;
  readonly filter: string;
  readonly sort: string;
  readonly count: string;
  readonly get: string;
  readonly aggregate: string;
}

export interface RequiredArgument {
  /** Step that takes it; the list field's own name for its own arguments. */
  readonly step: string;
  readonly name: string;
  readonly type: string;
}

export interface DetectedList {
  /** Dotted path of the list field below Query. */
  readonly field: string;
  readonly steps: readonly SchemaField[];
  readonly reached: ListField['reached'];
  readonly itemType: string;
  readonly entity: Entity;
  readonly style: ListStyle;
  /** Best key first; empty: nothing identifies an item. */
  readonly keys: readonly Key[];
  readonly get: GetStyle | undefined;
  readonly aggregate: AggregateStyle | undefined;
  readonly writes: WriteStyles;
  /** Verbs for which the schema has mutations, also where no template can be made for them. */
  readonly verbs: readonly Verb[];
  /** Why a verb with a mutation has no template. */
  readonly unbound: Readonly<Partial<Record<Verb, Unbound>>>;
  /** Fields that together identify an item, where no single one does. */
  readonly compositeKey: readonly string[] | undefined;
  readonly requiredArguments: readonly RequiredArgument[];
  /** Other list fields of the same type, best first. */
  readonly alternatives: readonly string[];
  readonly labels: Labels;
  /** Why each part was recognised as it was. */
  readonly notes: Readonly<Record<string, string>>;
  readonly score: number;
}

export interface Detection {
  readonly collections: readonly DetectedList[];
  /** Every list field, also those that are alternatives of a better one. */
  readonly lists: readonly DetectedList[];
  readonly skipped: readonly Skipped[];
}
