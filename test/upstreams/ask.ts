/** Small helpers for tests that talk to imitated upstreams directly. */
import { type Row, statuses } from './data.js';

const blank: Row = {
  id: '0',
  title: null,
  sku: '',
  price: null,
  quantity: null,
  rating: null,
  big: '0',
  active: null,
  status: null,
  createdAt: null,
  releasedOn: null,
  opensAt: null,
  tags: null,
  imageUrl: null,
  category: null,
  meta: null,
};

/** A row with only the given values. */
export const row = (id: number, values: Partial<Row>): Row => ({ ...blank, id: String(id), ...values });

/** Five rows on which the dialects differ: accents, case, wildcards, a backslash, nulls, ids out of text order. */
export const fiveRows: readonly Row[] = [
  row(1, {
    title: 'Éclair 100%',
    sku: 'a_b',
    price: 12.3,
    quantity: 5,
    status: statuses[1],
    tags: ['red', 'sale'],
    category: { id: '1', name: 'Books' },
  }),
  row(2, {
    title: 'éclair 1000',
    sku: 'axb',
    price: 2,
    quantity: -1,
    status: 'DRAFT',
    tags: [],
    createdAt: '1969-12-31T23:59:59.999Z',
  }),
  row(10, { sku: 'a\\b', big: '9007199254740993', active: true, category: { id: '2', name: 'books' } }),
  row(11, {
    title: 'apple',
    sku: 'ab',
    price: 0.1,
    quantity: 5,
    active: false,
    status: 'ARCHIVED',
    createdAt: '2020-02-29T10:20:30.001Z',
    rating: 0.5,
  }),
  row(12, {
    title: 'Zebra',
    sku: '',
    price: 9.99,
    quantity: 0,
    tags: ['red'],
    releasedOn: '2020-02-29',
    opensAt: '09:05:00',
    meta: { a: 1 },
  }),
];

export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string }[];
}

export async function ask(
  upstream: { readonly url: string },
  query: string,
  variables: object = {},
): Promise<Answer> {
  const response = await fetch(upstream.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/** Ids found anywhere in an answer, in order, null for null rows; or the first error as `error: …`. */
export function idsOf(answer: Answer): (string | null)[] | string {
  if (answer.errors) return `error: ${answer.errors[0]?.message}`;
  const found: (string | null)[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const each of value) {
        if (each === null) found.push(null);
        else visit(each);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        if (key === 'id' || key === 'documentId') found.push(String(member).replace(/^gid:.*\//, ''));
        else visit(member);
      }
    }
  };
  visit(answer.data);
  return found;
}
