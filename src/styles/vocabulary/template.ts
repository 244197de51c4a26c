/** Templates: JSON with slots. */
import * as z from 'zod';
import type { Json } from '../../json.js';

/** Every slot that a template may hold, without the dollar sign. */
export const templateSlots = [
  'field',
  'FIELD',
  'Field',
  'value',
  'text',
  'like',
  'regex',
  'glob',
  'id',
  'ids',
  'all',
  'one',
  'list',
  'List',
  'type',
  'Type',
  'item',
  'items',
  'actions',
  'version',
  'priority',
] as const;

export type { Json };

/** JSON whose texts may hold slots. */
export type Template = Json;

export const template: z.ZodType<Template> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(template), z.record(z.string(), template)]),
);
