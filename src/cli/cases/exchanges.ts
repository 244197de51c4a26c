/** What is asked of the APIs: written down while they are asked, or answered from what was written down. */
import { isDeepStrictEqual } from 'node:util';
import { parse, print } from 'graphql';
import type { UpstreamOptions } from '../../app/open-upstream.js';
import type { Json } from '../../json.js';
import { parseAddress } from '../../upstream/transport/address.js';
import { type ClientOptions, createClient, type UpstreamClient } from '../../upstream/transport/client.js';
import type { UpstreamResult } from '../../upstream/transport/context.js';
import { UpstreamFailure } from '../../upstream/transport/failure.js';
import { masker } from '../../upstream/transport/mask.js';
import type { RecordedCall } from './case.js';

type Connect = NonNullable<UpstreamOptions['connect']>;

export interface Exchanges {
  readonly connect: Connect;
  /** What was asked, in the order of asking; of one that has no answer both are absent. Without secrets. */
  asked(): readonly RecordedCall[];
  /** The value with nothing in it that must be kept secret. @param isKept names of members that are left as they are. Default: none */
  hide<T>(value: T, isKept?: (name: string) => boolean): T;
}

interface Asked extends Omit<RecordedCall, 'answer' | 'failure'> {
  result?: UpstreamResult;
  error?: UpstreamFailure;
}

/** Asks the APIs, and writes down what was said. */
export function recording(): Exchanges {
  return exchangesBy((_, options) => createClient(options));
}

/**
 * Answers what was asked before with what was answered then. What was not asked before is not answered: the request fails, and that
 * question has neither an answer nor a failure.
 */
export function replaying(recorded: readonly RecordedCall[]): Exchanges {
  const left = [...recorded];
  return exchangesBy((name, options, hide) => ({
    shown: parseAddress(options.url).shown,
    close: () => Promise.resolve(),
    request(document, variables) {
      const at = left.findIndex(
        (each) =>
          each.upstream === name &&
          each.document === laidOut(document.text) &&
          isDeepStrictEqual(each.variables, hide(plain(variables), all)),
      );
      if (at < 0) return Promise.reject(new NotRecorded());
      const [{ answer, failure }] = left.splice(at, 1) as [RecordedCall];
      if (failure)
        return Promise.reject(
          new UpstreamFailure(failure.kind, failure.message, { ...failure, errors: failure.errors ?? [] }),
        );
      const { data = {}, errors = [], extensions = {} } = answer ?? {};
      return Promise.resolve({ data, errors, extensions, bytes: Buffer.byteLength(JSON.stringify(data)) });
    },
  }));
}

/** Not tried again, and no sign of trouble with the API. */
class NotRecorded extends UpstreamFailure {
  constructor() {
    super('unsendable', 'this was not asked when the case was recorded');
  }
}

function exchangesBy(
  open: (name: string, options: ClientOptions, hide: Exchanges['hide']) => UpstreamClient,
): Exchanges {
  const asked: Asked[] = [];
  const secrets: (() => readonly string[])[] = [];
  const hide: Exchanges['hide'] = (value, isKept = () => false) => {
    const mask = masker(
      secrets.flatMap((each) => each()),
      Number.POSITIVE_INFINITY,
    );
    return hidden(value as Json, mask, isKept) as typeof value;
  };
  return {
    hide,
    asked: () =>
      asked.map(({ result, error, ...each }) => ({
        ...each,
        variables: hide(each.variables, all),
        ...(result && { answer: hide(answerOf(result), namesIn(each.document)) }),
        ...(error && !(error instanceof NotRecorded) && { failure: hide(failureOf(error), all) }),
      })),
    connect(options, name) {
      const { headers, url } = options;
      secrets.push(() => [...parseAddress(url).secrets, ...(options.secrets ?? []), ...headers.secrets()]);
      const client = open(name, options, hide);
      return {
        ...client,
        async request(document, variables, context) {
          // What fails may have changed: then the schema is looked at, which is not about this request.
          if (document.text.includes('__schema')) return client.request(document, variables, context);
          const note: Asked = {
            upstream: name,
            document: laidOut(document.text),
            variables: plain(variables) as RecordedCall['variables'],
          };
          asked.push(note);
          try {
            const result = await client.request(document, variables, context);
            note.result = result;
            return result;
          } catch (error) {
            if (error instanceof UpstreamFailure) note.error = error;
            throw error;
          }
        },
      };
    },
  };
}

/** In lines, for people and for comparing: the text that is sent has none. */
function laidOut(document: string): string {
  return `${print(parse(document))}\n`;
}

function answerOf({ data, errors, extensions }: UpstreamResult): NonNullable<RecordedCall['answer']> {
  return plain({
    data: data as Record<string, Json>,
    ...(errors.length > 0 && { errors }),
    ...(Object.keys(extensions).length > 0 && { extensions: extensions as Record<string, Json> }),
  });
}

function failureOf(error: UpstreamFailure): NonNullable<RecordedCall['failure']> {
  const { kind, message, status, delivered, ran, errors } = error;
  return plain({ kind, message, status, delivered, ran, ...(errors.length > 0 && { errors }) });
}

/** As it would be written: without members that have no value. */
export function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** @param isKept whether a name of a member is left as it is; the others may be texts of the API, which are hidden as values are */
function hidden(value: Json, mask: (text: string) => string, isKept: (name: string) => boolean): Json {
  if (typeof value === 'string') return mask(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((each: Json) => hidden(each, mask, isKept));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [isKept(key) ? key : mask(key), hidden(each, mask, isKept)]),
  );
}

/** Names by which the answer to a document is read: the other ones stand in scalars that hold JSON. */
function namesIn(document: string): (name: string) => boolean {
  const names = new Set(document.match(/\w+/g));
  return (name) => names.has(name);
}

const all = (): boolean => true;
