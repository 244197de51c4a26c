/** The demo's API behind the client interface, in virtual time and with faults that one seed decides. */
import { type DocumentNode, execute, parse } from 'graphql';
import { createDemoSchema } from '../../src/demo/schema.js';
import type { UpstreamClient } from '../../src/upstream/transport/client.js';
import type { CallContext } from '../../src/upstream/transport/context.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { World } from '../../src/world/world.js';
import { waitForAnswer } from './wait-for-answer.js';

/** What befalls one request; `none` most often. */
export const faults = [
  'none',
  'slow',
  'lost',
  'unreachable',
  'unavailable',
  'rate limited',
  'unauthorized',
  'too large',
  'not GraphQL',
  'error and no data',
  'null',
  'no list',
  'text for a row',
  'error beside null',
] as const;
export type Fault = (typeof faults)[number];

export interface FaultPlan {
  /** How many of a thousand requests have a fault. */
  readonly perThousand: number;
  readonly noted: (fault: Fault) => void;
}

const schema = createDemoSchema();
const parsed = new Map<string, DocumentNode>();

export function simulateUpstream(world: World, plan: FaultPlan): UpstreamClient {
  const draw = (context: CallContext): Fault => {
    if (context.observe === undefined || world.random('fault') * 1000 >= plan.perThousand) return 'none';
    return faults[1 + Math.floor(world.random('kind of fault') * (faults.length - 1))]!;
  };
  return {
    shown: 'http://shop.example/graphql',
    close: async () => undefined,
    async request(document, variables, context) {
      const fault = draw(context);
      plan.noted(fault);
      const late = fault === 'slow' ? 8_000 : 80;
      await waitForAnswer(
        world,
        fault === 'lost' ? Number.MAX_SAFE_INTEGER : world.random('delay') * late,
        context,
      );
      switch (fault) {
        case 'unreachable':
          throw new UpstreamFailure('unreachable', 'closed the connection', { sendAgain: true });
        case 'unavailable':
          throw new UpstreamFailure('http', 'status 503', { status: 503 });
        case 'rate limited':
          throw new UpstreamFailure('rateLimited', 'too many requests', { retryAfterMs: 700 });
        case 'unauthorized':
          throw new UpstreamFailure('unauthorized', 'status 401', { status: 401 });
        case 'too large':
          throw new UpstreamFailure('tooLarge', 'more than one answer may hold');
        case 'not GraphQL':
          throw new UpstreamFailure('notGraphql', 'a page for people');
        case 'error and no data':
          throw new UpstreamFailure('graphqlErrors', 'broken', { errors: [{ message: 'broken' }] });
        default:
      }
      const node = parsed.get(document.text) ?? parse(document.text);
      parsed.set(document.text, node);
      const result = await execute({ schema, document: node, variableValues: variables });
      const text = JSON.stringify(result);
      context.budget?.bytes(text.length);
      const { data, errors } = JSON.parse(text) as {
        data: Record<string, unknown>;
        errors?: { message: string }[];
      };
      if (errors) throw new UpstreamFailure('graphqlErrors', errors[0]!.message, { errors });
      const told =
        fault === 'error beside null'
          ? Object.keys(data).map((name) => ({ message: 'broken', path: [name] }))
          : [];
      return { data: spoil(data, fault), errors: told, bytes: text.length, extensions: {} };
    },
  };
}

function spoil(data: Readonly<Record<string, unknown>>, fault: Fault): Readonly<Record<string, unknown>> {
  const each = (change: (value: unknown) => unknown) =>
    Object.fromEntries(Object.entries(data).map(([name, value]) => [name, change(value)]));
  switch (fault) {
    case 'null':
    case 'error beside null':
      return each(() => null);
    case 'no list':
      return each((value) => (isObject(value) ? { ...value, items: 'items', totalCount: 'many' } : value));
    case 'text for a row':
      return each((value) =>
        isObject(value) && Array.isArray(value.items)
          ? { ...value, items: value.items.map(() => 'row') }
          : value,
      );
    default:
      return data;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
