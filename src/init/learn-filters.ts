/**
 * Filters and sorts that the schema offers and the API refuses: computed fields, mostly. One document asks for one row of
 * each under an alias of its own; what is refused is taken out, and the rest asked again.
 */
import type { CollectionModel, FieldModel } from '../mapping/model.js';
import { type ListQuery, operationName, type Page, preparePage } from '../planner/list.js';
import { type Condition, compare } from '../upstream/condition.js';
import type { RootCall } from '../upstream/operation.js';
import type { Json } from '../upstream/styles/vocabulary.js';
import { type GraphqlError, UpstreamFailure } from '../upstream/transport/failure.js';
import { firstPage } from './learn-pages.js';
import type { Learned } from './learned.js';

type Refusals = Pick<Learned, 'refusedFilters' | 'refusedSorts'>;

/** Documents sent at most: an API that reports one refusal at a time is not asked for ever. */
const mostDocuments = 2;
/** Lists in one document at most, for APIs that limit what one may ask at once. */
const mostLists = 40;

interface Trial {
  readonly alias: string;
  readonly key: string;
  readonly kind: 'filter' | 'sort';
  readonly call: RootCall;
}

export async function learnRefusals(
  model: CollectionModel,
  page: Page,
  base: Learned['pageBase'],
  signal: AbortSignal,
): Promise<Refusals> {
  let open = trialsOf(model, page, base);
  const refused: Trial[] = [];
  for (let sent = 0; open.length > 0 && sent < mostDocuments; sent++) {
    const errors = await ask(model, open, signal);
    const found = open.filter((trial) => errors.some((error) => error.path?.[0] === trial.alias));
    if (found.length === 0) break;
    refused.push(...found);
    open = open.filter((trial) => !found.includes(trial));
  }
  // When everything is refused, it is the asking that the API does not like.
  if (open.length === 0) return { refusedFilters: [], refusedSorts: [] };
  const keysOf = (kind: Trial['kind']): string[] =>
    refused.filter((each) => each.kind === kind).map((each) => each.key);
  return { refusedFilters: keysOf('filter'), refusedSorts: keysOf('sort') };
}

function trialsOf(model: CollectionModel, page: Page, base: Learned['pageBase']): Trial[] {
  const reader = model.rows([]);
  const request = firstPage(model, 1, false, base);
  const trials: Trial[] = [];
  const add = (key: string, kind: Trial['kind'], query: ListQuery): void => {
    if (trials.length >= mostLists) return;
    const alias = `${kind}${trials.length}`;
    trials.push({ alias, key, kind, call: { ...preparePage(model, query, request, {}).calls[0]!, alias } });
  };
  for (const field of model.fields.values()) {
    if (field.key === '_id') continue;
    const condition = sampleCondition(model, field, page);
    if (condition) add(field.key, 'filter', { condition, sort: [], reader });
    if (field.sortPath && field.sortable.ascending) {
      add(field.key, 'sort', {
        condition: undefined,
        sort: [{ path: field.sortPath, descending: false }],
        reader,
      });
    }
  }
  return trials;
}

/** A harmless condition: that there is a value, or a value that was seen. */
function sampleCondition(model: CollectionModel, field: FieldModel, page: Page): Condition | undefined {
  const { filter, source } = field;
  if (!filter || source.kind !== 'path') return undefined;
  if (filter.operators.has('notNull')) return compare(filter.field, 'notNull', true);
  if (!filter.operators.has('eq') || source.codec.element) return undefined;
  const reader = model.rows([field.key]);
  for (const row of page.rows.slice(0, 10)) {
    const value = reader.read(row)[field.key];
    const constraint =
      value === null || value === undefined ? undefined : source.codec.equality(value as Json);
    if (constraint?.kind === 'compare' && constraint.operator === 'eq')
      return compare(filter.field, 'eq', constraint.value);
  }
  return undefined;
}

/** The errors of the document; none where it cannot be told what they are about. */
async function ask(
  model: CollectionModel,
  trials: readonly Trial[],
  signal: AbortSignal,
): Promise<readonly GraphqlError[]> {
  const operation = model.upstream.operations(
    operationName(model),
    trials.map((trial) => trial.call),
  );
  try {
    const context = { signal, deadline: Date.now() + 10_000, scope: {} };
    return (await model.upstream.client.request(operation.document, operation.variables, context)).errors;
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) throw error;
    return error.errors;
  }
}
