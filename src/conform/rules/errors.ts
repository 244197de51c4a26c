/** Refusals: their status, their code, and where the code stands (section 9). */
import { isObject } from '../../wix/json.js';
import { type Rule, type RuleLevel, serverRule } from '../rule.js';
import {
  bodyOf,
  type Exchange,
  errorCodeOf,
  notRefused,
  paths,
  type RawRequest,
  type ServerUnderTest,
} from '../server.js';

const nowhere = 'thereIsNoSuchCollection';

const reads: readonly (readonly [path: string, request: RawRequest])[] = [
  [paths.query, { query: {}, returnTotalCount: false }],
  [paths.count, { filter: {} }],
  [
    paths.aggregate,
    {
      aggregation: { groupingFields: [], operations: [{ resultFieldName: 'n', itemCount: {} }] },
      returnTotalCount: false,
    },
  ],
  [paths.distinct, { fieldName: '_id', returnTotalCount: false }],
];

function errorRule(
  name: string,
  level: RuleLevel,
  section: string,
  what: string,
  exchanges: (server: ServerUnderTest) => AsyncIterable<Exchange>,
  wrongOf: (exchange: Exchange) => string | undefined,
): Rule {
  return serverRule(`error.${name}`, level, section, what, async (server, check) => {
    for await (const exchange of exchanges(server)) check(exchange, wrongOf(exchange));
    return undefined;
  });
}

async function* askNowhere(server: ServerUnderTest): AsyncGenerator<Exchange> {
  for (const [path, request] of reads)
    yield server.ask(path, { collectionId: nowhere, consistentRead: false, ...request });
}

const wrongCode = (exchange: Exchange, ...codes: readonly string[]): string | undefined => {
  const code = errorCodeOf(exchange);
  return code !== undefined && codes.includes(code)
    ? undefined
    : `the code ${codes.join(' or ')}, not ${code ?? 'none'}`;
};

export const errorRules: readonly Rule[] = [
  errorRule(
    'collection',
    'must',
    '9.1',
    'A collection that is not there is COLLECTION_NOT_FOUND with HTTP 404, at every endpoint.',
    askNowhere,
    (exchange) => notRefused(exchange, [404]) ?? wrongCode(exchange, 'COLLECTION_NOT_FOUND'),
  ),
  errorRule(
    'data',
    'must',
    '9.1',
    'The error names the collection in data.collectionId.',
    askNowhere,
    (exchange) => {
      const { data, applicationError } = bodyOf(exchange);
      const told = data ?? (isObject(applicationError) ? applicationError.data : undefined);
      return isObject(told) && told.collectionId === nowhere ? undefined : `data.collectionId ${nowhere}`;
    },
  ),
  errorRule(
    'forms',
    'should',
    '9.2',
    'The code stands in errorCode and in applicationError.code: sources disagree which one Wix reads.',
    askNowhere,
    (exchange) => {
      const { errorCode, applicationError } = bodyOf(exchange);
      const other = isObject(applicationError) ? applicationError.code : undefined;
      return typeof errorCode === 'string' && errorCode === other ? undefined : 'the same code in both';
    },
  ),
  errorRule(
    'request',
    'must',
    '9.3',
    'A request without what is required, or with other types, is refused with HTTP 400.',
    async function* (server) {
      yield server.ask(paths.query, { query: {} });
      yield server.ask(paths.query, { collectionId: 5, query: {} });
      yield server.ask(paths.count, { filter: {} });
    },
    (exchange) => notRefused(exchange, [400]) ?? wrongCode(exchange, 'BAD_REQUEST', 'VALIDATION_ERROR'),
  ),
  errorRule(
    'path',
    'should',
    '9.3',
    'A path that is not in the protocol is refused with HTTP 404.',
    async function* (server) {
      yield server.ask('/v3/items/there-is-no-such-call', {});
    },
    (exchange) => notRefused(exchange, [404]),
  ),
  errorRule(
    'method',
    'should',
    '9.3',
    'Another method than POST is refused.',
    async function* (server) {
      yield server.send({ method: 'GET', path: paths.query }, 'GET');
    },
    (exchange) => notRefused(exchange, []),
  ),
  errorRule(
    'silent',
    'must',
    '9.3',
    'An error shows no trace of the program, and no statement of a database.',
    async function* (server) {
      yield* askNowhere(server);
      yield server.ask(paths.query, { collectionId: 5, query: [] });
    },
    ({ text }) =>
      /\n?\s+at .+[:(]\d+|\bSELECT\b.+\bFROM\b/.test(text) ? 'no internals in the answer' : undefined,
  ),
];
