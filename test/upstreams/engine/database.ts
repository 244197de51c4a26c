/** Where databases differ: letters, wildcards, order of text, place of nulls. */
import {
  type Collation,
  collations,
  type Fold,
  foldAscii,
  foldNothing,
  foldUnicode,
  type LikeOptions,
} from './sql.js';

export interface Database {
  readonly collation: Collation;
  /** LIKE, and the form of it that ignores case. */
  readonly like: LikeOptions;
  readonly ilike: LikeOptions;
  /** LOWER() */
  readonly lower: Fold;
  /** Nulls come first ascending and last descending. PostgreSQL has it the other way round. */
  readonly nullsLowest: boolean;
}

/** MySQL's utf8mb4_0900_ai_ci, near enough for LIKE: no case, no accents. */
const foldAccents: Fold = (text) => foldUnicode(text.normalize('NFD').replace(/\p{M}/gu, ''));

export const databases = {
  postgresql: {
    collation: collations.codePoint,
    like: { fold: foldNothing, escape: true },
    ilike: { fold: foldUnicode, escape: true },
    lower: foldUnicode,
    nullsLowest: false,
  },
  sqlite: {
    collation: collations.codePoint,
    like: { fold: foldAscii, escape: false },
    ilike: { fold: foldAscii, escape: false },
    lower: foldAscii,
    nullsLowest: true,
  },
  mysql: {
    collation: collations.caseInsensitive,
    like: { fold: foldAccents, escape: true },
    ilike: { fold: foldAccents, escape: true },
    lower: foldUnicode,
    nullsLowest: true,
  },
} satisfies Record<string, Database>;
export type DatabaseName = keyof typeof databases;
