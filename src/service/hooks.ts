/** Webhooks: what an API tells of its changes ends the answers that were kept of them. */
import { LRUCache } from 'lru-cache';
import type { HookMapping } from '../mapping/hooks.js';
import { namesOf } from '../model/caching.js';
import { matchesGlob } from '../styles/glob.js';
import { type HookDelivery, verifyDelivery } from '../upstream/hooks/verify.js';
import { AdapterError, badRequest, notFound, unavailable } from '../wix/errors.js';
import type { Observe } from '../world/observation.js';
import type { Clock } from '../world/world.js';
import type { Catalog } from './catalog.js';
import type { Engine } from './engine.js';
import type { Keeping } from './keeping.js';

export interface HooksOptions {
  readonly world: Clock;
  readonly catalog: Pick<Catalog, 'collections'>;
  readonly keeping: Pick<Keeping, 'cache' | 'changed'>;
  /** The one that serves now. */
  engine(): Pick<Engine, 'changed'>;
  /** The hook of this name, as it is now. */
  hook(name: string): HookMapping | undefined;
  readonly observe: Observe;
}

export interface HookAnswer {
  readonly status: 200 | 202;
  readonly body: { readonly collections: readonly string[] };
}

export interface Hooks {
  /** Whether there is one of this name: of others no body is read. */
  has(name: string): boolean;
  /**
   * @throws UNAUTHORIZED for a signature that is missing, wrong or too old; BAD_REQUEST for a body without a topic;
   * UNKNOWN_ERROR with 503 where the answers cannot be ended, so that the API delivers it again
   */
  receive(name: string, delivery: HookDelivery): Promise<HookAnswer>;
}

/** Bytes of the deliveries that are remembered: some ten thousand. */
const rememberedBytes = 2 * 2 ** 20;

export function createHooks(options: HooksOptions): Hooks {
  const { world, catalog, keeping, hook: find, observe } = options;
  const seen = new LRUCache<string, true>({
    maxSize: rememberedBytes,
    sizeCalculation: (_, key) => 2 * key.length + 100,
  });
  return {
    has: (name) => find(name) !== undefined,
    async receive(name, delivery) {
      const hook = find(name);
      if (!hook) throw notFound(`/hooks/${name}`);
      const tell = (outcome: 'ended' | 'repeated' | 'unknown topic' | 'refused', topic?: string): void =>
        observe({ kind: 'hook received', hook: name, outcome, topic });
      const id = verifyDelivery(hook.signature, hook.secret, delivery, world.now());
      if (id === undefined) {
        tell('refused');
        throw new AdapterError('UNAUTHORIZED', 'The delivery is not signed for this hook', { status: 401 });
      }
      const topic = topicOf(hook, delivery);
      const collections = collectionsFor(hook, topic);
      if (collections === undefined) {
        tell('unknown topic', topic);
        return { status: 202, body: { collections: [] } };
      }
      const answer: HookAnswer = { status: 200, body: { collections } };
      const delivered = `${name} ${id}`.slice(0, 300);
      if (id !== '' && seen.has(delivered)) {
        tell('repeated', topic);
        return answer;
      }
      if (id !== '') seen.set(delivered, true);
      const models = collections.flatMap((each) => catalog.collections.get(each) ?? []);
      try {
        await keeping.cache.invalidate(namesOf(models, 'writes'));
      } catch (error) {
        seen.delete(delivered);
        throw unavailable('The store of answers cannot be told of the change', 503, error);
      }
      options.engine().changed(models);
      keeping.changed(models);
      tell('ended', topic);
      return answer;
    },
  };
}

/** undefined: no pattern fits. */
function collectionsFor({ topics }: HookMapping, topic: string): readonly string[] | undefined {
  const found = Object.entries(topics).filter(([pattern]) => matchesGlob(pattern, topic));
  return found.length === 0 ? undefined : [...new Set(found.flatMap(([, collections]) => collections))];
}

function topicOf({ signature, topic = usualTopics[signature] }: HookMapping, delivery: HookDelivery): string {
  if ('header' in topic) {
    const value = delivery.headers[topic.header.toLowerCase()];
    if (typeof value === 'string') return value;
    throw badRequest(`The delivery has no header ${topic.header}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(delivery.body.toString('utf8'));
  } catch {
    throw badRequest('The body of the delivery is no JSON');
  }
  for (const key of topic.body.split('.'))
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined;
  if (typeof value === 'string') return value;
  throw badRequest(`The body of the delivery has no text at ${topic.body}`);
}

const usualTopics: Readonly<Record<HookMapping['signature'], NonNullable<HookMapping['topic']>>> = {
  shopify: { header: 'x-shopify-topic' },
  contentful: { header: 'x-contentful-topic' },
  sanity: { body: '_type' },
  standard: { body: 'type' },
  bearer: { body: 'type' },
};
