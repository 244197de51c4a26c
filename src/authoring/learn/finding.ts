/** What a look at an API tells, as changes of lines of the proposed mapping: said once, applied once, bound again. */

import type { Path } from '../../mapping/source.js';
import type { Json } from '../../styles/vocabulary.js';

export interface Finding {
  /** Where in the collection's mapping, e.g. `['list', 'page', 'max']` or `['fields', 'price', 'filter']`. */
  readonly line: Path;
  /** `put` writes a value there; `leave` takes a field out of the mapping and shows it as a comment; `say` changes nothing. */
  readonly change: { readonly put: Json } | 'leave' | 'say';
  /** Stands in the file; with `leave` it is the reason. undefined: another finding says it. */
  readonly comment?: string;
  /** What was asked and what came. */
  readonly evidence: string;
  /** For the table that `init` prints. */
  readonly short?: string;
  /** It is a property of how the API answers, so that lists of the same style are like this too. */
  readonly shared?: true;
}

export function put(
  line: Path,
  value: Json,
  comment: string | undefined,
  evidence: string,
  more: Pick<Finding, 'short' | 'shared'> = {},
): Finding {
  return { line, change: { put: value }, ...(comment === undefined ? {} : { comment }), evidence, ...more };
}

export function say(line: Path, comment: string, evidence: string): Finding {
  return { line, change: 'say', comment, evidence };
}

export function leave(key: string, reason: string): Finding {
  return { line: ['fields', key], change: 'leave', comment: reason, evidence: reason };
}

/** Everything that was learned of one collection. */
export interface Learned {
  readonly findings: readonly Finding[];
  /** Why the collection could not be read at all. */
  readonly failure: string | undefined;
  /** Why nothing identifies its items. */
  readonly unidentified: string | undefined;
}
