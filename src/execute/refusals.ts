/**
 * Which operands the upstream refused, for the rest of a generation: they are not sent in vain again. Only digests are kept,
 * since operands may be long and none of the log's business.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SentOperand } from '../calls/operands.js';
import { cut } from '../wix/json.js';

/** Operands of one refusal, all of them together, and what the upstream said. */
export interface RefusedTogether {
  readonly operands: readonly SentOperand[];
  readonly reason: string | undefined;
}

export interface Refusals {
  /** Nothing was refused yet. */
  none(): boolean;
  /** @param collection the id of the collection */
  add(collection: string, refusal: RefusedTogether): void;
  /** Refusals of which every operand, or one of the same class, is among these. */
  among(collection: string, sent: readonly SentOperand[]): readonly RefusedTogether[];
}

/** Digests of the classes of a refusal's operands. */
interface Remembered {
  readonly classes: readonly string[];
  readonly reason: string | undefined;
}

const mostBytes = 2 ** 20;
const digestBytes = 80;
const longestReason = 500;
/** Refusals that begin with the same operand. */
const mostOfOne = 8;

/** Equality of any kind takes the values of one scalar: what one of these operators refuses, the others refuse too. */
const equality: ReadonlySet<SentOperand['operator']> = new Set(['eq', 'ne', 'in', 'nin']);

/** An empty memory of at most 1 MiB; what was not asked for longest goes first. */
export function createRefusals(): Refusals {
  // Made for the first refusal: most APIs refuse nothing.
  let known: LRUCache<string, readonly Remembered[]> | undefined;
  const opened = () =>
    new LRUCache<string, readonly Remembered[]>({
      maxSize: mostBytes,
      sizeCalculation: (refusals, key) =>
        2 * key.length +
        refusals.reduce(
          (sum, { classes, reason = '' }) => sum + 64 + digestBytes * classes.length + 2 * reason.length,
          0,
        ),
    });
  const keyOf = (collection: string, first: string): string => `${first} ${collection}`;
  return {
    none: () => known === undefined || known.size === 0,
    add(collection, { operands, reason }) {
      const classes = [...new Set(operands.map(classOf))].sort();
      const [first] = classes;
      if (first === undefined) return;
      const key = keyOf(collection, first);
      known ??= opened();
      const others = (known.get(key) ?? []).filter((each) => each.classes.join() !== classes.join());
      // A text of its own: a part of one keeps all of it in memory.
      const fresh = { classes, reason: reason === undefined ? undefined : cut(reason, longestReason) };
      known.set(key, [...others, fresh].slice(-mostOfOne));
    },
    among(collection, sent) {
      const refused = known;
      if (refused === undefined || sent.length === 0) return [];
      const byClass = new Map<string, SentOperand>();
      for (const operand of sent) for (const each of classesWithin(operand)) byClass.set(each, operand);
      return [...byClass.keys()].flatMap((each) =>
        (refused.get(keyOf(collection, each)) ?? [])
          .filter(({ classes }) => classes.every((one) => byClass.has(one)))
          .map(({ classes, reason }) => ({ operands: classes.map((one) => byClass.get(one)!), reason })),
      );
    },
  };
}

/** The class of an operand that was refused: the value of an equality, or operator and value. */
function classOf(operand: SentOperand): string {
  const { operator, value } = operand;
  const [only, ...others] = Array.isArray(value) ? value : [value];
  return equality.has(operator) && others.length === 0
    ? digest(operand, '=', only)
    : digest(operand, operator, value);
}

/** Classes that an operand would be refused for: that of a list is refused for any of its values. */
function classesWithin(operand: SentOperand): readonly string[] {
  const { operator, value } = operand;
  const whole = digest(operand, operator, value);
  if (!equality.has(operator)) return [whole];
  const values = Array.isArray(value) ? value : [value];
  return [whole, ...values.map((each) => digest(operand, '=', each))];
}

function digest({ field }: SentOperand, operator: string, value: unknown): string {
  const text = JSON.stringify([field.path, operator, value]);
  return createHash('sha256').update(text).digest('base64');
}
