/** `cache` of a collection file: how long answers are given again. */
import { z } from 'zod';
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
