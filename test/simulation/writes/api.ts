/** The API behind the client interface, in virtual time: what it stores, when, on whose request, and what it answers. */
import { type DocumentNode, type ExecutionResult, execute, parse } from 'graphql';
import type { UpstreamClient } from '../../../src/upstream/transport/client.js';
import type { CallContext, UpstreamResult } from '../../../src/upstream/transport/context.js';
import { UpstreamFailure } from '../../../src/upstream/transport/failure.js';
import type { World } from '../../../src/world/world.js';
import { type Book, createShelf, type Effect } from '../../upstreams/writes/shelf.js';
import { waitForAnswer } from '../wait-for-answer.js';
import { type Fault, type FaultKind, faults, type Scenario } from './scenario.js';
import { type Subject, within } from './subjects.js';

export interface Applied extends Effect {
  /** Title that the item got; that of an item that went. */
  readonly title: string;
  /** The Wix request; undefined: somebody else. */
  readonly request: string | undefined;
  readonly at: number;
  /** Place in the order of all effects. */
  readonly order: number;
}

export interface State {
  readonly at: number;
  readonly books: ReadonlyMap<string, Book>;
}

/** A request that reached the client. */
export interface Sent {
  readonly request: string;
  readonly kind: 'query' | 'mutation';
  /** Of the document, by which items are found in it. */
  readonly variables: string;
  readonly text: string;
  readonly fault: FaultKind;
  readonly at: number;
  /** When its answer came, and whether that answer held data. */
  answered: number | undefined;
  data: boolean;
  /** The refusal of a request that was not carried out has come: nobody waits for it after the deadline. */
  turnedAway: boolean;
  /** Whoever sent it has stopped to wait for its answer before the deadline. */
  abandoned: boolean;
}

export interface SimulatedApi {
  readonly applied: readonly Applied[];
  /** The first is that of the beginning. */
  readonly states: readonly State[];
  readonly sent: readonly Sent[];
  /** @param world the one of the replica that asks */
  client(world: World): UpstreamClient;
  outside(does: 'insert' | 'update' | 'remove', id: string, title: string): void;
}

const parsed = new Map<string, DocumentNode>();

/** @param world that of the API: its effects come whatever becomes of who asked */
export function simulateApi(
  world: World,
  subject: Subject,
  { stored, faults: planned, lag, resolves }: Scenario,
): SimulatedApi {
  const shelf = createShelf();
  const keys: Subject['stage']['keys'] = new Map();
  for (const id of stored) shelf.insert({ id, title: `old ${id}`, isbn: `old ${id}` });
  let seen = shelf.effects.length;
  const applied: Applied[] = [];
  const states: State[] = [{ at: Number.NEGATIVE_INFINITY, books: new Map(shelf.books) }];
  const sent: Sent[] = [];
  let number = 0;

  const note = (request: string | undefined, before: ReadonlyMap<string, Book>): void => {
    if (shelf.effects.length === seen) return;
    for (const effect of shelf.effects.slice(seen)) {
      const title = (shelf.books.get(effect.id) ?? before.get(effect.id))?.title ?? '';
      applied.push({ ...effect, title, request, at: world.now(), order: applied.length });
    }
    seen = shelf.effects.length;
    states.push({ at: world.now(), books: new Map(shelf.books) });
  };
  /** The books as reads see them now. */
  const visible = (): ReadonlyMap<string, Book> =>
    states.findLast(({ at }) => at <= world.now() - lag)!.books;

  const carryOut = (
    document: { readonly text: string; readonly kind: string },
    variables: Readonly<Record<string, unknown>>,
    context: CallContext,
  ): ExecutionResult => {
    const node = parsed.get(document.text) ?? parse(document.text, { noLocation: true });
    parsed.set(document.text, node);
    const before = states.at(-1)!.books;
    subject.stage.shelf =
      document.kind === 'mutation' ? shelf : { ...shelf, books: visible() as Map<string, Book> };
    subject.stage.keys = keys;
    subject.stage.header = context.headers?.['idempotency-key'];
    const result = execute({ schema: subject.schema, document: node, variableValues: variables });
    if (document.kind === 'mutation') note(context.requestId, before);
    return result as ExecutionResult;
  };

  const client = (own: World): UpstreamClient => ({
    shown: 'books',
    close: async () => undefined,
    async request(document, given, context): Promise<UpstreamResult> {
      const variables = JSON.stringify(given);
      const fault: Fault = planned[number++] ?? { kind: 'none', there: 5, back: 5 };
      const { kind } = fault;
      const { done } = faults[kind];
      const record: Sent = {
        request: context.requestId ?? '',
        kind: document.kind,
        variables,
        text: document.text,
        fault: kind,
        at: own.now(),
        answered: undefined,
        data: false,
        turnedAway: false,
        abandoned: false,
      };
      sent.push(record);
      const signal = context.signal;
      const wait = (milliseconds: number): Promise<void> =>
        waitForAnswer(own, milliseconds, { deadline: context.deadline, signal }).catch((error) => {
          record.abandoned = signal.aborted && own.now() < context.deadline;
          throw error;
        });
      if (kind === 'not connected') {
        record.turnedAway = true;
        throw new UpstreamFailure('unreachable', 'refuses connections');
      }
      let result: ExecutionResult | undefined;
      const act = (): void => {
        result = carryOut(document, JSON.parse(variables) as Record<string, unknown>, context);
      };
      // What is on its way arrives, whatever becomes of who sent it.
      if (done === true) world.timer(fault.there, act);
      // What the mapping says holds: within that time it is not only done but seen.
      if (done === 'late')
        world.timer(
          resolves
            ? Math.min(fault.there + fault.back, within - lag)
            : fault.there + (fault.back < 60 ? 20 : 40) * fault.back,
          act,
        );
      // The answer begins after the effect.
      await wait(fault.there + 1);
      await wait(done === 'late' ? 0 : kind === 'slow' ? 2000 + 10 * fault.back : fault.back);
      record.turnedAway = 'turnedAway' in faults[kind];
      failAs(kind);
      if (kind === 'request lost' || kind === 'answer lost') await wait(Number.MAX_SAFE_INTEGER);
      if (!result) throw new Error(`the request with the fault ${kind} has no answer`);
      record.answered = own.now();
      return answerOf(result, record);
    },
  });

  return {
    applied,
    states,
    sent,
    client,
    outside(does, id, title) {
      const before = states.at(-1)!.books;
      try {
        if (does === 'insert') shelf.insert({ id, title });
        else if (does === 'update') shelf.update(id, { title });
        else shelf.remove(id);
      } catch {
        // It was not there, or there already.
      }
      note(undefined, before);
    },
  };
}

function failAs(kind: FaultKind): void {
  switch (kind) {
    case 'request broken':
    case 'answer broken':
    case 'effect late':
      throw new UpstreamFailure('unreachable', 'closed the connection before it answered', {
        delivered: 'unknown',
        sendAgain: true,
      });
    case 'answer cut':
      throw new UpstreamFailure('unreachable', 'closed the connection in the middle of the answer', {
        delivered: 'yes',
      });
    case 'gateway before':
    case 'gateway after':
      throw new UpstreamFailure('http', 'status 502', { status: 502, delivered: 'yes' });
    case 'status 408':
      throw new UpstreamFailure('http', 'status 408', { status: 408, delivered: 'yes' });
    case 'not GraphQL':
      throw new UpstreamFailure('notGraphql', 'a page for people', { status: 200, delivered: 'yes' });
    case 'too large':
      throw new UpstreamFailure('tooLarge', 'more than one answer may hold', { delivered: 'yes' });
    case 'unauthorized':
      throw new UpstreamFailure('unauthorized', 'status 401', { status: 401, delivered: 'yes' });
    case 'rate limited':
      throw new UpstreamFailure('rateLimited', 'status 429', {
        status: 429,
        retryAfterMs: 400,
        delivered: 'yes',
      });
    case 'status 413':
      throw new UpstreamFailure('http', 'status 413', { status: 413, delivered: 'yes' });
    case 'document refused':
      throw new UpstreamFailure('graphqlErrors', 'not valid', {
        errors: [{ message: 'not valid' }],
        delivered: 'yes',
      });
    default:
  }
}

/** As the transport reads an answer: the code stands beside the message. */
function answerOf(result: ExecutionResult, record: Sent): UpstreamResult {
  const text = JSON.stringify(result);
  const { data, errors = [] } = JSON.parse(text) as {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
  };
  const told = errors.map(({ message, path, extensions }) => ({
    message,
    ...(path ? { path } : {}),
    ...(extensions?.code === undefined ? {} : { code: extensions.code }),
  }));
  if (!data)
    throw new UpstreamFailure('graphqlErrors', told[0]?.message ?? 'no data', {
      errors: told,
      ran: data === null,
      delivered: 'yes',
      status: 200,
    });
  record.data = true;
  return { data, errors: told, bytes: text.length, extensions: {} };
}
