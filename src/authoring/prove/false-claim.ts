/** What a question to the live API showed to be false, and the line of the mapping that says it. */
import type { Path } from '../../mapping/source.js';
import type { Json } from '../../styles/vocabulary.js';

/** A place in the collection's file, and what is to stand there. */
export interface Fix {
  readonly line: Path;
  readonly value: Json;
}

export interface FalseClaim {
  /** What is claimed: `filter sku contains`, `sort price ascending`, `ties`, `page`, `total`, `aggregate`, `list`. Unique in a collection. */
  readonly claim: string;
  /** Where in the collection's file it is said. */
  readonly line: Path;
  /** One sentence. */
  readonly message: string;
  /** The line that mends it. */
  readonly mend: string;
  /** The smallest question that shows it, as a request of Wix. */
  readonly question: Readonly<Record<string, unknown>>;
  /** The mend as data, where the claim alone does not tell it (see fix.ts). */
  readonly fix?: Fix | undefined;
}

/** A value for a person to read, cut. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

/** `the item 7`, `the items 7, 9 and 3 more`. */
export function named(ids: readonly string[]): string {
  const some = ids.slice(0, 3).map(shown).join(', ');
  if (ids.length === 1) return `the item ${some}`;
  return ids.length <= 3 ? `the items ${some}` : `the items ${some} and ${ids.length - 3} more`;
}
