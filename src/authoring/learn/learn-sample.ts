/** The first rows of a collection: which fields can be read, and what their values look like. */

import type { Page } from '../../calls/list.js';
import { ConversionError } from '../../model/codecs/codec.js';
import { inferSemanticType } from '../../model/codecs/infer.js';
import type { CollectionModel } from '../../model/model.js';
import { type GraphqlError, UpstreamFailure } from '../../upstream/transport/failure.js';
import { AdapterError } from '../../wix/errors.js';
import type { FieldType } from '../../wix/protocol.js';
import { firstPage } from './learn-pages.js';
import type { Learned, Probe } from './learned.js';

/** Rows that are looked at; fewer where the API refuses so many at once. */
const sampleSizes = [50, 10] as const;

/** One page with all fields; those that the API refuses are left out, and the page is read again without them. */
export async function readSample(
  model: CollectionModel,
  probe: Probe,
  unreadable: Map<string, string>,
  base: Learned['pageBase'],
) {
  let keys = [...model.fields.keys()];
  let size: number = sampleSizes[0];
  for (let attempt = 0; ; attempt++) {
    const query = { condition: undefined, sort: [], reader: model.rows(keys) };
    const request = firstPage(model, size, true, base);
    try {
      const { page, errors } = await probe.page(query, request);
      for (const error of errors) noteRefused(model, error, unreadable);
      return { page, keys: keys.filter((key) => !unreadable.has(key)) };
    } catch (error) {
      if (!(error instanceof UpstreamFailure) || attempt >= 3) throw error;
      const before = unreadable.size;
      for (const each of error.errors) noteRefused(model, each, unreadable);
      if (unreadable.size === before) {
        if (model.list.page.size === undefined || size === sampleSizes[1]) throw error;
        size = sampleSizes[1];
      }
      keys = keys.filter((key) => !unreadable.has(key));
    }
  }
}

/** The fields whose path an error ends in, or that its message names. */
function noteRefused(model: CollectionModel, error: GraphqlError, unreadable: Map<string, string>): void {
  const last = error.path?.findLast((step) => typeof step === 'string');
  for (const field of model.fields.values()) {
    if (field.key === '_id' || field.source.kind !== 'path') continue;
    const names = field.source.steps.map((step) => step.name);
    const quoted = names.some((name) => new RegExp(`["'\`]${name}["'\`]`).test(error.message));
    if ((last !== undefined && names.includes(String(last))) || (error.path === undefined && quoted)) {
      unreadable.set(field.key, error.message);
    }
  }
}

export function judgeValues(
  model: CollectionModel,
  page: Page,
  keys: readonly string[],
  unreadable: Map<string, string>,
  types: Map<string, FieldType>,
): void {
  for (const key of keys) {
    const field = model.fields.get(key)!;
    const cell = model.rows([key]);
    const samples: unknown[] = [];
    let inexact: 'here' | 'already' | undefined;
    for (const row of page.rows) {
      try {
        samples.push(cell.read(row)[key]);
      } catch (error) {
        if (!(error instanceof AdapterError)) throw error;
        const raw = error.cause instanceof ConversionError ? error.cause.value : undefined;
        if (inexact !== 'already') inexact = typeof raw === 'number' ? 'already' : 'here';
      }
    }
    // A value that the type cannot hold exactly is shown as its text, unless it comes as a number that lost its digits.
    if (inexact === 'already' && key !== '_id')
      unreadable.set(key, 'it comes as numbers of more digits than a JSON number keeps');
    else if (inexact && key !== '_id') types.set(key, 'TEXT');
    else if (field.type === 'TEXT' && key !== '_id' && field.source.kind === 'path') {
      const path = field.source.steps.map((step) => step.name).join('.');
      const texts = samples.filter((sample) => typeof sample === 'string' && sample !== '');
      const type = inferSemanticType({
        typeName: 'String',
        leafKind: 'scalar',
        isList: false,
        fieldName: field.source.steps.at(-1)!.name,
        path,
        samples: texts,
      });
      if (type !== 'TEXT' && texts.length > 0) types.set(key, type);
    }
  }
  if (model.rows([]).selection && page.rows.length > 0) {
    const ids = page.rows.map((row) => model.rows([]).read(row)._id);
    if (new Set(ids).size < ids.length) unreadable.set('_id', 'two rows of the first page have the same id');
  }
}
