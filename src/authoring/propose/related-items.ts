/** Relations to several items on their way into a file. */
import type { FieldMapping } from '../../mapping/schema.js';
import type { Relation } from '../detect/relations.js';
import type { RelationDoubt } from './several-ways.js';

/** A relation that has its name in the file. */
export interface RelatedItems {
  readonly key: string;
  readonly displayName?: string;
  readonly relation: Relation;
}

export interface JudgedRelation {
  readonly key: string;
  readonly relation: Relation;
  readonly value: FieldMapping;
  /** Why it is a comment; undefined: it is a line of the file. */
  readonly doubt?: RelationDoubt;
  /** Stands behind a line of which a name says more than a type. */
  readonly comment?: string;
}
