/**
 * Whether an id that was shown finds its item again, and how an API answers ids that nothing has. The filter's `id` may be
 * another one (that of the database, while items show a global one), and so may that of the field for one item.
 */

import { chunkSize, encodeId, getterCall } from '../../calls/ids.js';
import type { Page } from '../../calls/list.js';
import { compileRows } from '../../model/bind/rows.js';
import type { CollectionModel } from '../../model/model.js';
import { compare } from '../../styles/predicate.js';
import type { Json, ListStyle } from '../../styles/vocabulary.js';
import { saysNull, soundsAbsent } from '../../upstream/transport/errors.js';
import type { GraphqlError } from '../../upstream/transport/failure.js';
import { type Finding, put } from './finding.js';
import { heedsFilter, ignoresFilter } from './learn-counts.js';
import { controlTrial, firstPage, idsOf, type Look, plain } from './look.js';
import { createTrial, type Outcome, pageTrial, runTrials, type Trial } from './trials.js';

const operators = ['eq', 'in'] as const;
/** More than the one that is wanted, so that others would show. */
const rowsLookedAt = 5;

/** Ids of each form that hardly any API has. */
const absent = {
  integer: '2147480000',
  uuid: '00000000-0000-4000-8000-00000000dead',
  any: 'no-such-id',
} as const;

type Shown = Pick<Look, 'model' | 'sample'>;

export function idTrials({ model, sample }: Shown): readonly Trial<Page>[] {
  const filter = model.fields.get('_id')?.filter;
  const value = sample.rows.length === 0 ? undefined : encodeId(model, idsOf(model, sample.rows)[0]!);
  if (!filter || value === undefined || value === null) return [];
  return operators.flatMap((operator) => {
    if (!filter.operators.has(operator)) return [];
    const operand = operator === 'in' ? [value] : value;
    return [listTrial(model, `id_${operator}`, operator, operand, true)];
  });
}

function listTrial(
  model: CollectionModel,
  alias: string,
  operator: 'eq' | 'in',
  operand: Json,
  count: boolean,
): Trial<Page> {
  const condition = compare(model.fields.get('_id')!.filter!.field, operator, operand);
  const query = { ...plain(model), condition };
  return pageTrial(model, alias, query, firstPage(model, rowsLookedAt, count));
}

export function judgeIdFilter(
  { model, sample }: Shown,
  { answers, refused }: Outcome<Page>,
): readonly Finding[] {
  const filter = model.fields.get('_id')?.filter;
  const wanted = sample.rows.length === 0 ? undefined : idsOf(model, sample.rows)[0];
  let wrong: string | undefined;
  let heedsCount = true;
  for (const operator of operators) {
    const alias = `id_${operator}`;
    const error = refused.get(alias);
    if (error) wrong = error.message;
    const page = answers.get(alias);
    if (!page) continue;
    const { match, case: letters = 'sensitive' } = filter!.operators.get(operator)!.meaning;
    const loose = match === 'superset' || (filter!.field.kind === 'text' && letters !== 'sensitive');
    const ids = idsOf(model, page.rows);
    // It may yet come where more rows are let through, or the page is not the last one.
    const last = page.more !== true && page.next === null && !(loose && ids.length >= rowsLookedAt);
    const strange = !loose && ids.some((id) => id !== wanted);
    if (strange || (!ids.includes(wanted!) && last)) wrong = `${ids.length} rows came for one id`;
    heedsCount &&= heedsFilter(page, rowsLookedAt, undefined);
  }
  if (wrong !== undefined) {
    return [
      put(
        ['list', 'filter', 'fields', idPath(model)],
        false,
        'learned: the filter by id does not find the item that shows the id',
        wrong,
      ),
    ];
  }
  return heedsCount || !model.list.count ? [] : ignoresFilter(model, []);
}

const known = 'known';
const missing = 'missing';
const strange = 'strange';

/** Asks for an item that is there, and beside it for ids that nothing has. */
export async function learnIds(look: Look): Promise<readonly Finding[]> {
  const { model, sample, asker } = look;
  const { source } = model.fields.get('_id')!;
  if (source.kind !== 'path' || sample.rows.length === 0) return [];
  const shown = idsOf(model, sample.rows);
  const form = formOf(shown);
  const ids = [
    [known, shown[0]!],
    [missing, absent[form ?? 'any']],
    ...(form === undefined ? [] : [[strange, absent.any] as const]),
  ] as const;
  const filter = model.fields.get('_id')?.filter;
  if (filter?.operators.has('in')) {
    const trials = ids.flatMap(([alias, id]) => {
      const value = encodeId(model, id);
      return value === undefined || value === null ? [] : [listTrial(model, alias, 'in', [value], false)];
    });
    const { refused } = await runTrials(model, trials, trials[0] ?? controlTrial(model), asker);
    return formFindings(form, refused, model, undefined);
  }
  if (!model.get.one && !model.get.many) return [];
  const trials = ids.flatMap(([alias, id]) => getterTrial(model, alias, id) ?? []);
  const control = trials.find((trial) => trial.alias === known);
  if (!control) return [];
  const { answers, refused } = await runTrials(model, trials, controlTrial(model), asker);
  const rows = answers.get(known);
  const found = rows && idsOf(model, rows);
  // A lost answer says nothing about the field.
  if (refused.has(known) || (found !== undefined && (found.length !== 1 || found[0] !== shown[0])))
    return [
      put(
        ['get'],
        false,
        'learned: it does not give the item that shows the id',
        refused.get(known)?.message ?? `${found?.length ?? 0} items came for one id`,
      ),
    ];
  if (found === undefined) return [];
  const batch = model.get.many ? [] : await learnBatch(look, shown);
  return [...formFindings(form, refused, model, model.get.one ? 'one' : 'many'), ...batch];
}

/** Ids of one document, largest number first. */
const batches = [15, 10, 8, 5, 4, 2] as const;

/** How many items one document may ask for by their ids, each under an alias. */
async function learnBatch({ model, asker }: Look, shown: readonly string[]): Promise<readonly Finding[]> {
  const usual = chunkSize(model);
  const control = getterTrial(model, known, shown[0]!);
  const sizes = batches.filter((size) => size <= usual);
  let refusal: string | undefined;
  for (const size of sizes) {
    const ids = Array.from({ length: size }, (_, index) => shown[index % shown.length]!);
    // Documents are filled up to what the limit allows.
    const limited = { ...model, limits: { ...model.limits, ids: size } };
    const trial = getterTrial(limited, 'batch', ...ids);
    if (!trial || !control) return [];
    const { answers, refused } = await runTrials(model, [trial], control, asker);
    if (answers.has(trial.alias))
      return refusal === undefined
        ? []
        : [
            put(
              ['limits', 'ids'],
              size,
              `learned: ${size} ids in one document are answered, more are refused`,
              refusal,
            ),
          ];
    refusal = refused.get(trial.alias)?.message;
    if (refusal === undefined) return [];
  }
  return [];
}

function formFindings(
  form: ListStyle['ids'],
  refused: ReadonlyMap<string, GraphqlError>,
  model: CollectionModel,
  getter: 'one' | 'many' | undefined,
): readonly Finding[] {
  const findings: Finding[] = [];
  const told = refused.get(missing);
  // Beside it an item that is there was given.
  const isAbsence = (error: GraphqlError): boolean => {
    const { steps } = model.get.one?.location ?? { steps: [] };
    return soundsAbsent(error) || (saysNull(error) && error.path?.length === steps.length);
  };
  const absentIsError = told !== undefined && getter === 'one' && isAbsence(told);
  if (absentIsError)
    findings.push(
      put(
        ['get', 'missing'],
        'error',
        'learned: an id that nothing has is answered with an error',
        told.message,
      ),
    );
  const other = refused.get(strange);
  const { source } = model.fields.get('_id')!;
  const opaque = source.kind === 'path' && source.codec.scalar === 'id';
  // An id of another form that is absent in the same words needs no care of its own.
  if (form !== undefined && opaque && other !== undefined && !(absentIsError && isAbsence(other)))
    findings.push(
      put(['list', 'ids'], form, 'learned: the API answers other ids with an error', other.message),
    );
  return findings;
}

function getterTrial(
  model: CollectionModel,
  alias: string,
  ...ids: readonly string[]
): Trial<readonly unknown[]> | undefined {
  const values = ids.map((id) => encodeId(model, id));
  const known = values.filter((value) => value !== undefined && value !== null);
  if (known.length < values.length) return undefined;
  const wanted = { reader: compileRows(model, []), evaluated: ['_id'] };
  const { roots, read } = getterCall(model, known, wanted, {});
  return createTrial(alias, roots, read);
}

function formOf(ids: readonly string[]): 'integer' | 'uuid' | undefined {
  if (ids.every((id) => /^(?:0|[1-9]\d*)$/.test(id))) return 'integer';
  return ids.every((id) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) ? 'uuid' : undefined;
}

/** Path of the id as the mapping writes it. */
function idPath(model: CollectionModel): string {
  const { source } = model.fields.get('_id')!;
  return source.kind === 'path' ? source.steps.map(({ name }) => name).join('.') : '_id';
}
