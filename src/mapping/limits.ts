/** `limits`: what one request may cost. */
import * as z from 'zod';

export const limits = z
  .strictObject({
    scan: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('Most upstream rows that one request may read. Default 10000'),
    pages: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('Most upstream requests that one request may cause. Default 200'),
    bytes: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('Most bytes of upstream answers that one request may read. Default 67108864 (64 MiB)'),
    answer: z
      .number()
      .int()
      .positive()
      .optional()
      .describe(
        'Most bytes of one upstream answer, decompressed; one JSON value for every 16. Default 8388608 (8 MiB)',
      ),
    deadline: z
      .number()
      .int()
      .positive()
      .max(60_000)
      .optional()
      .describe('Milliseconds until an unfinished request is refused. Default 12000'),
    page: z
      .number()
      .int()
      .positive()
      .optional()
      .describe("Rows asked from the upstream at once. Default: the upstream's largest page, at most 1000"),
    concurrency: z
      .number()
      .int()
      .positive()
      .max(64)
      .optional()
      .describe('Upstream requests that one request may have under way. Default 4'),
    nodes: z
      .number()
      .int()
      .positive()
      .optional()
      .describe(
        'Most objects that one upstream request may ask for: rows, and those of the lists inside them. Default: what the dialect says, else no limit',
      ),
    ids: z.number().int().positive().optional().describe('Most ids in one upstream request. Default 100'),
    work: z
      .number()
      .int()
      .positive()
      .optional()
      .describe(
        'Most steps of work that are done here for one request: conditions, sort keys and grouping fields, each times the rows that it is worked out over. Default 10000000',
      ),
  })
  .describe('Budget of one request');
