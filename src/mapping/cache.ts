/** `cache` of a collection file: how long answers are given again; `cacheCheck` of upstream.yaml: how many are looked at once more. */
import * as z from 'zod';
import { duration } from './duration.js';

const times = z.strictObject({
  fresh: duration.describe('So long an answer is given again without asking the API'),
  stale: duration
    .optional()
    .describe('So long after that it is still given, while one request asks the API anew. Default 0s'),
  onError: duration
    .optional()
    .describe('So long after fresh it is given where the API cannot be reached, fails or limits. Default 0s'),
});

export const cache = z
  .union([duration, times])
  .describe(
    'How long answers are given again; a text is { fresh: text }. A write through this service, or a hook, ends them at once',
  );

const percent = /^(\d{1,3}(?:\.\d{1,6})?)%$/;

export const cacheCheck = z
  .string()
  .regex(percent, 'write a share of kept answers, e.g. 0.1%')
  // It is asked of texts of another form too.
  .refine((text) => !percent.test(text) || shareOf(text) <= 1, 'is more than all of them')
  .describe(
    'Share of kept answers, e.g. 0.1%, that are asked for once more when they are given, to count those that differ (metric wix_cache_checks_total). Default: none',
  );

/** Of 1. @throws Error for a text that `cacheCheck` does not take */
export function shareOf(text: string): number {
  const [, number] = percent.exec(text) ?? [];
  if (number === undefined) throw new Error(`${text} is no share`);
  return Number(number) / 100;
}
