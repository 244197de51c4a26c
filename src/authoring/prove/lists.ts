/** Pages, totals and aggregates of a list, held against the sampled items. */
import { withoutClaim } from '../../plan/claims/claims.js';
import { createAggregator } from '../../wix/aggregate.js';
import type { Item } from '../../wix/json.js';
import { parseAggregate } from '../../wix/requests.js';
import { type FalseClaim, named, shown } from './false-claim.js';
import type { ProofAnswer, Prover, Question } from './prover.js';
import type { ProofSample } from './sample.js';

const rows = 7;
const pages = 3;

/** Small pages, one behind the other: the same items as in large ones, each once. */
export async function askPages(prover: Prover, sample: ProofSample): Promise<FalseClaim | undefined> {
  const seen = new Set<string>();
  const most = Math.min(sample.items.length, rows * pages);
  for (let offset = 0; offset < most; offset += rows) {
    const question = { paging: { offset, limit: rows } };
    const came = await prover.query(question);
    if (came.kind === 'unasked') return undefined;
    const fault = (message: string): FalseClaim => ({
      claim: 'page',
      line: ['list', 'page'],
      message,
      mend: 'list.page as the API counts places (offset, page number or cursor), and list.sort.unique',
      question,
    });
    if (came.kind === 'broken') return fault(`small pages fail: ${came.said}`);
    const ids = came.answer.items.map((item) => String(item._id));
    const twice = ids.filter((id) => seen.has(id));
    if (twice.length > 0) return fault(`pages overlap: ${named(twice)} stands on two of them`);
    const strange = sample.whole ? ids.filter((id) => !sample.byId.has(id)) : [];
    if (strange.length > 0) return fault(`small pages have ${named(strange)}, which large pages have not`);
    const wanted = Math.min(rows, sample.items.length - offset);
    if (ids.length < wanted)
      return fault(`a page of ${rows} at place ${offset + 1} has ${ids.length} items of ${wanted}`);
    for (const id of ids) seen.add(id);
  }
  return undefined;
}

/** What becomes of a question that fails where no total is believed: answered, it was the total's fault. */
export async function askWithoutTotal(
  prover: Prover,
  query: Question,
): Promise<ProofAnswer<unknown>['kind']> {
  if (prover.model.list.count === undefined) return 'broken';
  return (await withoutTotal(prover).query(query)).kind;
}

/** Of the collection as if it had no number of rows. */
export function withoutTotal(prover: Prover): Prover {
  return prover.of(withoutClaim(prover.model, { kind: 'total' }));
}

/** The number of all items. */
export async function askTotal(prover: Prover, sample: ProofSample): Promise<FalseClaim | undefined> {
  const fault = (total: number, question: Question): FalseClaim => ({
    claim: 'total',
    line: ['list', 'count'],
    message: `the total says ${total} where the list has ${sample.items.length} items`,
    mend: 'list.count: null',
    question,
  });
  const question = { paging: { limit: 1 } };
  const beside = await prover.query(question, { returnTotalCount: true });
  if (!sample.whole || beside.kind !== 'answer') return undefined;
  const { total } = beside.answer.pagingMetadata;
  if (total !== undefined && total !== sample.items.length) return fault(total, question);
  const counted = await prover.count({});
  return counted.kind === 'answer' && counted.answer !== sample.items.length
    ? fault(counted.answer, {})
    : undefined;
}

const operations = ['sum', 'min', 'max', 'average'] as const;
const mostFields = 3;

/** Groups by fields of few values, and sums, edges and averages of numbers. */
export async function askAggregates(prover: Prover, sample: ProofSample): Promise<readonly FalseClaim[]> {
  const { model } = prover;
  if (model.aggregate === undefined || !sample.whole) return [];
  const fields = [...model.fields.values()].filter((field) => !field.hidden && field.source.kind === 'path');
  const numbers = fields.filter(({ type }) => type === 'NUMBER').slice(0, mostFields);
  const few = ({ key }: { readonly key: string }): boolean =>
    new Set(sample.items.map((item) => JSON.stringify(item[key] ?? null))).size <= 20;
  const groups = fields.filter((field) => field.key !== '_id' && few(field)).slice(0, mostFields);
  const named = numbers.flatMap(({ key }, index) =>
    operations.map((operation) => ({
      resultFieldName: `r${index}${operation}`,
      [operation]: { itemFieldName: key },
    })),
  );
  const questions: Question[] = [
    ...(named.length > 0 ? [{ groupingFields: [], operations: named }] : []),
    ...groups.map(({ key }) => ({
      groupingFields: [key],
      operations: [{ resultFieldName: 'n', itemCount: {} }, ...named.slice(0, 2)],
    })),
  ];
  const faults: FalseClaim[] = [];
  for (const question of questions) {
    const came = await prover.aggregate(question);
    if (came.kind === 'unasked') continue;
    const fault = (message: string): FalseClaim => ({
      claim: 'aggregate',
      line: ['list'],
      message,
      mend: 'aggregate: false',
      question,
    });
    if (came.kind === 'broken') {
      faults.push(fault(`the API cannot work out ${shown(question)}: ${came.said}`));
      continue;
    }
    const { aggregation } = parseAggregate({ collectionId: model.id, aggregation: question });
    const aggregator = createAggregator(aggregation!);
    for (const item of sample.items) aggregator.add(item);
    const difference = differenceOf(came.answer, aggregator.results());
    if (difference) faults.push(fault(difference));
  }
  return faults;
}

function differenceOf(got: readonly Item[], expected: readonly Item[]): string | undefined {
  if (got.length !== expected.length) return `the API makes ${got.length} groups of ${expected.length}`;
  const sorted = (list: readonly Item[]) =>
    [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const right = sorted(expected);
  for (const [index, item] of sorted(got).entries())
    for (const [key, value] of Object.entries(right[index]!))
      if (!isSame(item[key], value))
        return `the API says ${shown(item[key])} for ${key}, where ${shown(value)} is right`;
  return undefined;
}

/** Sums of decimals differ in their last digits, by the order in which they are made. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
