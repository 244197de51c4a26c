/** Writes a log line for each observation that those who run the service want to read. */
import { formatProblem } from '../../mapping/problem.js';
import { cut } from '../../wix/json.js';
import type { ConfigurationObservation } from '../../world/configuration-observation.js';
import type { Observation, Observe } from '../../world/observation.js';

/** Characters of what a request names, and of a sentence about it. */
const longestName = 200;
const longestSentence = 1000;

type Fields = Readonly<Record<string, unknown>>;
type Level = 'debug' | 'info' | 'warn' | 'error';

/** What takes the lines; pino has this shape too. */
export type LineLog = Readonly<Record<Level, (fields: Fields, message: string) => void>>;

export interface Line {
  readonly level: Level;
  readonly fields: Fields;
  readonly message: string;
}

export function logListener(log: LineLog): Observe {
  return (observation) => {
    const line = lineOf(observation);
    if (line) log[line.level](line.fields, line.message);
  };
}

/** undefined: it is not worth a line of its own. */
export function lineOf(each: Observation): Line | undefined {
  switch (each.kind) {
    case 'request ended':
      return requestLine(each);
    case 'connection failed':
      return { level: 'debug', fields: { reason: each.reason }, message: 'connection error' };
    case 'hook received': {
      const { hook, outcome } = each;
      const level = outcome === 'refused' ? 'warn' : outcome === 'unknown topic' ? 'info' : 'debug';
      return { level, fields: { hook, outcome, topic: shown(each.topic) }, message: 'hook' };
    }
    case 'site told': {
      const { collections, reason } = each;
      const message =
        reason === undefined ? 'the site was told of changes' : 'the site could not be told of changes';
      return { level: reason === undefined ? 'debug' : 'warn', fields: { collections, reason }, message };
    }
    case 'store failed':
      return { level: 'warn', fields: { reason: each.reason }, message: 'the store of answers fails' };
    case 'store breaker changed': {
      const { state } = each;
      return { level: state === 'open' ? 'error' : 'info', fields: { state }, message: storeLines[state] };
    }
    case 'connections closed': {
      const fields = { closed: each.closed, limit: each.most };
      const message =
        'too many connections: the oldest silent ones were closed; the limit is MAX_CONNECTIONS, and three quarters of the descriptors';
      return { level: 'warn', fields, message };
    }
    case 'call retried': {
      const { upstream, attempt, outcome, waitMilliseconds } = each;
      const requestId = shown(each.requestId);
      const fields = { upstream, requestId, attempt, kind: outcome, waitMs: Math.round(waitMilliseconds) };
      return { level: 'debug', fields, message: 'upstream request is tried again' };
    }
    case 'breaker changed': {
      const level = each.state === 'open' ? 'error' : 'info';
      const fields = { upstream: each.upstream, instance: each.instance, state: each.state };
      return { level, fields, message: breakerLines[each.state] };
    }
    case 'claim withdrawn': {
      const { collection, claim } = each;
      const requestId = shown(each.requestId);
      return { level: 'warn', fields: { requestId, collection, claim }, message: each.message };
    }
    case 'operand refused': {
      const { collection, reason } = each;
      const requestId = shown(each.requestId);
      return { level: 'warn', fields: { requestId, collection, reason }, message: each.message };
    }
    case 'write unknown': {
      const { collection, operation, item, why } = each;
      const requestId = shown(each.requestId);
      const fields = { requestId, collection, operation, item: shown(item), reason: why };
      return { level: 'error', fields, message: 'the outcome of a write is unknown' };
    }
    case 'unknown settled': {
      const { collection, operation, item, outcome } = each;
      const fields = { requestId: shown(each.requestId), collection, operation, item: shown(item), outcome };
      return { level: 'info', fields, message: 'the outcome of a write is known now' };
    }
    case 'write refused': {
      const { collection, operation, reason, items } = each;
      const requestId = shown(each.requestId);
      const fields = { requestId, collection, operation, reason, items };
      return { level: 'warn', fields, message: each.message };
    }
    case 'cell unreadable': {
      const { collection, field, reason } = each;
      const requestId = shown(each.requestId);
      return { level: 'warn', fields: { requestId, collection, field, reason }, message: each.message };
    }
    case 'listening':
      return { level: 'info', fields: { admin: each.admin, url: each.url }, message: 'listening' };
    case 'stopping':
      return { level: 'info', fields: { signal: each.signal }, message: 'stopping' };
    case 'stopped':
      return { level: 'info', fields: {}, message: 'stopped' };
    // The line at the end of a request says what matters of these.
    case 'request begun':
    case 'collection named':
    case 'cache used':
    case 'cache checked':
    case 'call sent':
    case 'call answered':
    case 'call waited':
    case 'call refused':
    case 'rows scanned':
    case 'items written':
      return undefined;
    case 'problem found':
    case 'problem resolved':
    case 'generation swapped':
    case 'reload failed':
    case 'files changed':
    case 'look failed':
    case 'schema changed':
    case 'address replaced':
    case 'upstream bound':
    case 'upstream unreachable':
    case 'defect':
      return configurationLine(each);
  }
}

const breakerLines = {
  open: 'the upstream keeps failing: it is left alone for a while',
  trying: 'one request finds out whether the upstream answers again',
  closed: 'the upstream answers again',
} as const;

const storeLines = {
  open: 'the store of answers does not answer in time: it is left alone for a while',
  trying: 'one request finds out whether the store of answers answers in time again',
  closed: 'the store of answers is asked again',
} as const;

function configurationLine(each: ConfigurationObservation): Line {
  switch (each.kind) {
    case 'problem found':
      return { level: 'warn', fields: { problem: formatProblem(each.problem) }, message: 'mapping problem' };
    case 'problem resolved': {
      const { file, line, column, message } = each.problem;
      const fields = { problem: `${file}:${line}:${column}: ${message}` };
      return { level: 'info', fields, message: 'mapping problem is gone' };
    }
    case 'generation swapped': {
      const { generation, fingerprint, collections, kept, broken } = each;
      const fields = { generation, fingerprint, collections, kept, broken };
      return { level: broken.length + kept.length > 0 ? 'warn' : 'info', fields, message: 'reloaded' };
    }
    case 'reload failed': {
      const fields = { generation: each.generation, reason: each.reason };
      return { level: 'error', fields, message: 'not reloaded: what served before serves on' };
    }
    case 'files changed':
      return { level: 'info', fields: {}, message: 'mapping files have changed: they are read again' };
    case 'look failed': {
      const fields = { upstream: each.upstream, reason: each.reason };
      return {
        level: 'warn',
        fields,
        message: 'the schema cannot be looked at again: what is bound serves on',
      };
    }
    case 'schema changed': {
      const fields = { upstream: each.upstream, kept: each.kept };
      return {
        level: each.kept.length > 0 ? 'warn' : 'info',
        fields,
        message: 'the schema of the upstream has changed',
      };
    }
    case 'address replaced':
      return { level: 'warn', fields: {}, message: `UPSTREAM_URL replaces url of ${each.file}` };
    case 'upstream bound': {
      const { address, schema, instead, collections } = each;
      const fields = { upstream: address, schema, instead, collections };
      return { level: 'info', fields, message: 'upstream bound' };
    }
    case 'upstream unreachable': {
      const fields = { reason: each.reason, retryMs: each.retryMilliseconds };
      return { level: 'warn', fields, message: 'upstream has no schema yet' };
    }
    case 'defect':
      return { level: 'warn', fields: { at: each.at, err: each.error }, message: `defect ${each.during}` };
  }
}

function requestLine(ended: Observation & { readonly kind: 'request ended' }): Line {
  const { operation, failure, gone } = ended;
  // One literal: made of parts, it would take as long as all the rest of a line. What is undefined is not written.
  const fields = {
    requestId: shown(ended.requestId),
    instance: shown(ended.instance),
    operation,
    method: operation === undefined ? ended.method : undefined,
    path: operation === undefined ? shown(ended.path) : undefined,
    collection: shown(ended.collection),
    status: gone ? undefined : ended.status,
    ms: Math.round(ended.milliseconds * 10) / 10,
    upstreamRequests: ended.calls,
    rowsScanned: ended.scanned,
    cache: ended.cache,
    code: failure?.code,
    error: failure && shown(failure.message, longestSentence),
    reason: failure && shown(failure.reason ?? reasonOf(failure.cause), longestSentence),
    gone: gone ? true : undefined,
  };
  const message = 'request';
  if (gone) return { level: 'info', fields, message };
  if (failure === undefined) return { level: isRoutine(ended) ? 'debug' : 'info', fields, message };
  if (failure.status < 500) return { level: 'warn', fields, message };
  // Only a defect of the adapter is shown with its stack.
  const all = failure.status === 500 ? { ...fields, err: failure.cause } : fields;
  return { level: 'error', fields: all, message };
}

/** A probe of those who run the service, as they come every few seconds. */
export function isRoutine(ended: Observation & { readonly kind: 'request ended' }): boolean {
  return ended.operation === undefined && ended.failure === undefined;
}

/** Callers decide on these texts, and on their length. */
function shown(text: string | undefined, length = longestName): string | undefined {
  return text === undefined ? undefined : cut(text, length);
}

function reasonOf(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}
