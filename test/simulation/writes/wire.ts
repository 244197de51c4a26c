/** The API behind HTTP over streams in memory: the real transport asks it, and a connection can break at each byte. */
import { duplexPair } from 'node:stream';
import { type DocumentNode, execute, parse } from 'graphql';
import type { buildConnector } from 'undici';
import { createShelf, type Effect } from '../../upstreams/writes/shelf.js';
import type { Subject } from './subjects.js';

/** Where the connection of the first mutation breaks: when so many bytes of its request, or of its answer, have arrived. */
export interface Cut {
  readonly of: 'request' | 'answer';
  readonly after: number;
  /** Told as a reset, or as the end of what comes. */
  readonly how: 'reset' | 'end';
}

export interface WiredApi {
  readonly connect: buildConnector.connector;
  /** Told what the next request is, before it is written. */
  expect(kind: 'query' | 'mutation'): void;
  readonly effects: readonly Effect[];
  /** Of the first mutation and its answer. */
  readonly bytes: { readonly request: number; readonly answer: number };
  readonly mutations: number;
  /** Connections that are open. */
  readonly open: number;
}

const parsed = new Map<string, DocumentNode>();

/** @param cut undefined: no connection breaks */
export function wireApi(subject: Subject, stored: readonly string[], cut: Cut | undefined): WiredApi {
  const shelf = createShelf();
  for (const id of stored) shelf.insert({ id, title: `old ${id}`, isbn: `old ${id}` });
  const before = shelf.effects.length;
  const keys: Subject['stage']['keys'] = new Map();
  const bytes = { request: 0, answer: 0 };
  let coming: 'query' | 'mutation' = 'query';
  let mutations = 0;
  let open = 0;

  const answerTo = (head: string, body: string): Buffer => {
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
    const node = parsed.get(query) ?? parse(query, { noLocation: true });
    parsed.set(query, node);
    const header = /^idempotency-key: (.*)$/im.exec(head)?.[1];
    Object.assign(subject.stage, { shelf, keys, header });
    const result = execute({ schema: subject.schema, document: node, variableValues: variables });
    const text = JSON.stringify(result);
    const length = Buffer.byteLength(text);
    return Buffer.from(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${text}`,
    );
  };
  const connect: buildConnector.connector = (_options, callback) => {
    const [near, far] = duplexPair();
    open += 1;
    near.once('close', () => {
      open -= 1;
    });
    far.on('error', () => undefined);
    const breakOff = (): void => {
      if (cut?.how === 'end') far.end();
      else near.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    };
    let received = Buffer.alloc(0);
    let broken = false;
    far.on('data', (chunk: Buffer) => {
      if (broken) return;
      received = Buffer.concat([received, chunk]);
      const isFirst = coming === 'mutation' && mutations === 0;
      if (isFirst && cut?.of === 'request' && received.length >= cut.after) {
        // The API has less than the whole of it, and does nothing.
        mutations += 1;
        broken = true;
        return breakOff();
      }
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = received.toString('latin1', 0, end);
      const total = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (received.length < total) return;
      const body = received.toString('utf8', end + 4, total);
      received = received.subarray(total);
      if (coming === 'mutation') mutations += 1;
      const answer = answerTo(head, body);
      if (isFirst) Object.assign(bytes, { request: total, answer: answer.length });
      if (!isFirst || cut?.of !== 'answer') return void far.write(answer);
      broken = true;
      if (cut.after === 0) return breakOff();
      far.write(answer.subarray(0, cut.after));
      // What was sent arrives before the connection breaks.
      setImmediate(breakOff);
    });
    queueMicrotask(() => callback(null, near as never));
  };
  return {
    connect,
    expect(kind) {
      coming = kind;
    },
    bytes,
    get effects() {
      return shelf.effects.slice(before);
    },
    get mutations() {
      return mutations;
    },
    get open() {
      return open;
    },
  };
}
