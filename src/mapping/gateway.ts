/** `gateway` of upstream.yaml: how much the API is asked at once, and when it is left alone. */
import * as z from 'zod';
import { duration } from './duration.js';

export const gateway = z
  .strictObject({
    concurrency: z
      .number()
      .int()
      .positive()
      .max(1000)
      .optional()
      .describe('Requests to the API under way at once, of all collections and sites together. Default 64'),
    queue: z
      .number()
      .int()
      .nonnegative()
      .max(10_000)
      .optional()
      .describe(
        'Requests that wait for their turn at once; what comes beyond is answered with 503. Default 256',
      ),
    breaker: z
      .strictObject({
        failures: z
          .number()
          .int()
          .positive()
          .optional()
          .describe('So many failures in a row, and nothing more is sent for a while. Default 10'),
        rest: duration
          .optional()
          .describe(
            'Time until one request tries again; doubled after each that fails, up to a minute. Default 5s',
          ),
      })
      .optional()
      .describe('When an API that fails is left alone'),
  })
  .describe('How much the API is asked at once, and when it is left alone');
