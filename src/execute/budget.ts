/** The budget of one request: rows, upstream requests and bytes. Beyond it the request is refused (law 1). */
import type { ResolvedLimits } from '../model/model.js';
import { nothingHelps } from '../model/refusal.js';
import type { ResidualReason } from '../plan/pushdown/residual-reasons.js';
import { type AdapterError, validationError } from '../wix/errors.js';
import type { Clock } from '../world/world.js';

export interface Budget {
  rows(count: number): void;
  request(): void;
  bytes(count: number): void;
  /** Steps of work done here, in about the time of one comparison each; charged before they are done. */
  work(steps: number): void;
  /** Refuses when the deadline (epoch milliseconds) has passed, naming what made the work so long. */
  time(deadline: number): void;
  /** What has been used so far. */
  readonly used: {
    readonly rows: number;
    readonly requests: number;
    readonly bytes: number;
    readonly work: number;
  };
}

/** @param reasons what makes the scan necessary: named in the refusal, with the mapping line that would help */
export function createBudget(
  world: Clock,
  limits: ResolvedLimits,
  files: Readonly<Record<keyof ResolvedLimits, string>>,
  reasons: () => readonly ResidualReason[],
): Budget {
  const used = { rows: 0, requests: 0, bytes: 0, work: 0 };
  const refuse = (what: string, limit: number, name: keyof ResolvedLimits): AdapterError =>
    overBudget(what, limit, name, files[name], reasons());
  return {
    used,
    rows(count) {
      used.rows += count;
      if (used.rows > limits.scan) throw refuse('rows', limits.scan, 'scan');
    },
    request() {
      used.requests += 1;
      if (used.requests > limits.pages) throw refuse('upstream requests', limits.pages, 'pages');
    },
    work(steps) {
      used.work += steps;
      if (used.work > limits.work) throw refuse('steps of work', limits.work, 'work');
    },
    time(deadline) {
      if (world.now() >= deadline) throw refuse('milliseconds', limits.deadline, 'deadline');
    },
    bytes(count) {
      used.bytes += count;
      if (used.bytes > limits.bytes) throw refuse('bytes', limits.bytes, 'bytes');
    },
  };
}

/** The same budget for reading rows once more, of which so many were paid for before. */
export function paidBefore(budget: Budget, rows: number): Budget {
  let paid = rows;
  return {
    ...budget,
    rows(count) {
      const again = Math.min(count, paid);
      paid -= again;
      budget.rows(count - again);
    },
  };
}

function overBudget(
  what: string,
  limit: number,
  name: string,
  file: string,
  reasons: readonly ResidualReason[],
): AdapterError {
  const raise = `limits.${name} in ${file} (now ${limit})`;
  const much = `more than ${limit} ${what}${name === 'work' ? ' here' : ' of the upstream API'}`;
  if (reasons.length === 0) {
    return validationError(
      `The answer needs ${much}. Narrow the filter, or raise ${raise}.`,
      [{ message: `more than ${limit} ${what}` }],
      `The answer needs ${much}. Narrow the filter.`,
    );
  }
  const first = reasons[0]!;
  return validationError(
    `The answer needs ${much}, because of ${first.path} (${first.operator}): ${first.reason}. ${first.remedy === nothingHelps ? `Narrow the filter, or raise ${raise}` : `Narrow the filter, raise ${raise}, or see ${first.position}: ${first.remedy}`}.`,
    reasons.map((each) => ({
      fieldPath: `${each.path}.${each.operator}`,
      message: `${each.reason}; ${each.position}: ${each.remedy}`,
    })),
    `The answer needs ${much}, because of ${first.path} (${first.operator}): ${first.reason}. Narrow the filter.`,
  );
}

/** What one site may use, where that is less than the mapping allows. */
export type OwnLimits = {
  readonly [Name in 'scan' | 'pages' | 'bytes' | 'deadline' | 'work']?: number | undefined;
};

/** The lesser of both, limit by limit. */
export function lesserLimits(limits: ResolvedLimits, own: OwnLimits): ResolvedLimits {
  const { scan, pages, bytes, deadline, work } = limits;
  const least = (most: number, given: number | undefined): number => Math.min(most, given ?? most);
  return {
    ...limits,
    scan: least(scan, own.scan),
    pages: least(pages, own.pages),
    bytes: least(bytes, own.bytes),
    deadline: least(deadline, own.deadline),
    work: least(work, own.work),
  };
}
