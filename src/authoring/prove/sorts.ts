/** Orders: pages of each sort that is sent are held against the sampled items in Wix's order. */
import type { CollectionModel } from '../../model/model.js';
import { claimMend } from '../../plan/claims/claims.js';
import { planOrder } from '../../plan/pushdown/order.js';
import { everything } from '../../wix/filter/tree.js';
import type { Item } from '../../wix/json.js';
import { compileSort, type SortKey } from '../../wix/sort.js';
import { type FalseClaim, named, shown } from './false-claim.js';
import type { Prover } from './prover.js';
import type { ProofSample } from './sample.js';

/** Pages that are read of one order, and rows of one. */
const pages = 3;
const mostRows = 40;

/** Single keys of which whole pages are read, those with most ties first. */
const mostPaged = 2;

export interface SortQuestion {
  readonly sort: readonly SortKey[];
  /** By the key alone, on one page; else page after page, as it is sent while serving. */
  readonly how: 'alone' | 'pages';
}

/** Orders that are sent: each field both ways, then pages of a few, and one pair of keys. */
export function sortQuestions(model: CollectionModel, { items }: ProofSample): readonly SortQuestion[] {
  const isSent = (sort: readonly SortKey[]): boolean => {
    const order = planOrder(sort, everything, model);
    return order.residual === undefined && order.pushed.length > 0;
  };
  const keys = [...model.fields.values()]
    .filter((field) => !field.hidden && field.source.kind === 'path')
    .flatMap(({ key }) => (['ASC', 'DESC'] as const).map((order): SortKey => ({ path: key, order })))
    .filter((key) => isSent([key]));
  const values = ({ path }: SortKey): number => new Set(items.map((item) => JSON.stringify(item[path]))).size;
  const tied = keys.filter(({ path }) => path !== '_id').sort((a, b) => values(a) - values(b));
  const [first] = tied;
  const second = tied.find(({ path, order }) => path !== first?.path && order === 'DESC');
  const pair = first && second ? [first, second] : undefined;
  return [
    ...keys.map((key): SortQuestion => ({ sort: [key], how: 'alone' })),
    ...tied.slice(0, mostPaged).map((key): SortQuestion => ({ sort: [key], how: 'pages' })),
    ...(pair && isSent(pair) ? [{ sort: pair, how: 'pages' } as const] : []),
  ];
}

/** undefined: it is right, or could not be asked. */
export function askSort(
  prover: Prover,
  sample: ProofSample,
  { sort, how }: SortQuestion,
): Promise<FalseClaim | undefined> {
  return how === 'alone' ? askAlone(prover, sample, sort) : askSortedPages(prover, sample, sort);
}

/** The key by itself, without the id that makes the order whole, and on one page, where ties do not matter. */
async function askAlone(
  prover: Prover,
  sample: ProofSample,
  sort: readonly SortKey[],
): Promise<FalseClaim | undefined> {
  const { model } = prover;
  const { sort: binding } = model.list;
  if (!binding) return undefined;
  const one = { ...binding, max: 1, style: { ...binding.style, unique: true } };
  const other = prover.of({ ...model, list: { ...model.list, sort: one } });
  const question = questionOf(sort, 0, Math.max(2, Math.min(mostRows, sample.items.length)));
  const came = await other.query(question);
  if (came.kind === 'unasked') return undefined;
  if (came.kind === 'broken')
    return faultOf(sort, question, `the sort by ${words(sort)} fails: ${came.said}`);
  return disorder(sample, sort, question, came.answer.items, 0, undefined);
}

function questionOf(sort: readonly SortKey[], offset: number, limit: number): FalseClaim['question'] {
  return { sort: sort.map(({ path, order }) => ({ fieldName: path, order })), paging: { offset, limit } };
}

/** @param last the row before the page */
function disorder(
  sample: ProofSample,
  sort: readonly SortKey[],
  question: FalseClaim['question'],
  items: readonly Item[],
  offset: number,
  last: Item | undefined,
): FalseClaim | undefined {
  const compare = compileSort(sort);
  const truth = sample.whole ? [...sample.items].sort(compare) : undefined;
  for (const [index, item] of items.entries()) {
    const expected = truth ? truth[offset + index] : index === 0 ? last : items[index - 1];
    if (expected === undefined) continue;
    const sign = compare(expected, item);
    if (truth ? sign !== 0 : sign > 0)
      return faultOf(sort, question, placeText(sort, item, expected, offset + index));
  }
  return undefined;
}

async function askSortedPages(
  prover: Prover,
  sample: ProofSample,
  sort: readonly SortKey[],
): Promise<FalseClaim | undefined> {
  const limit = Math.max(2, Math.min(mostRows, Math.ceil(sample.items.length / pages)));
  const seen = new Set<string>();
  let last: Item | undefined;
  for (let offset = 0; offset < Math.min(sample.items.length, pages * limit); offset += limit) {
    const question = questionOf(sort, offset, limit);
    const came = await prover.query(question);
    if (came.kind === 'unasked') return undefined;
    if (came.kind === 'broken') return tiesFault(sort, question, came.said);
    const { items } = came.answer;
    const twice = items.map((item) => String(item._id)).filter((id) => seen.has(id));
    if (twice.length > 0) return tiesFault(sort, question, `${named(twice)} came twice`);
    const fault = disorder(sample, sort, question, items, offset, last);
    if (fault) return fault;
    last = items.at(-1) ?? last;
    for (const item of items) seen.add(String(item._id));
  }
  return undefined;
}

/** The key alone is right, and pages without a sort are. */
function tiesFault(sort: readonly SortKey[], question: FalseClaim['question'], said: string): FalseClaim {
  return {
    claim: 'ties',
    line: ['list', 'sort'],
    message: `equal rows change their order between pages of the sort by ${words(sort)}: ${said}`,
    mend: 'list.sort.unique: false',
    question,
  };
}

function placeText(sort: readonly SortKey[], item: Item, expected: Item, place: number): string {
  const { path } = sort.find((key) => compileSort([key])(item, expected) !== 0) ?? sort[0]!;
  const value = (of: Item): string => ((of[path] ?? null) === null ? 'no value' : shown(of[path]));
  return `the sort by ${words(sort)} gives ${value(item)} of ${path} at place ${place + 1}, where ${value(expected)} belongs`;
}

function words(sort: readonly SortKey[]): string {
  return sort.map(({ path, order }) => `${path} ${order}`).join(', ');
}

function faultOf(sort: readonly SortKey[], question: FalseClaim['question'], message: string): FalseClaim {
  const [{ path, order }] = sort as readonly [SortKey];
  if (sort.length > 1)
    return {
      claim: 'sort keys',
      line: ['list', 'sort'],
      message,
      mend: claimMend({ kind: 'sort keys' }),
      question,
    };
  const direction = order === 'ASC' ? 'ascending' : 'descending';
  return {
    claim: `sort ${path} ${direction}`,
    line: path === '_id' ? ['id'] : ['fields', path],
    message,
    mend: claimMend({ kind: 'sort', field: path, direction }),
    question,
  };
}
