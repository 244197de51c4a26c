/** Servers that tell wrong things of themselves, refuse wrongly, or stand behind something that is in the way. */
import { answering, asking, type Body, type Mutant, refusal, refusing, wiring } from './mutants.js';

const isList = (path: string): boolean => path === '/v3/collections/get';

const eachCollection = (change: (collection: Body) => Body): Mutant =>
  answering((body, _, path) =>
    isList(path) ? { ...body, collections: body.collections.map(change) } : undefined,
  );

const eachField = (change: (field: Body, index: number) => Body | undefined): Mutant =>
  eachCollection((collection) => ({
    ...collection,
    fields: collection.fields.flatMap((field: Body, index: number) => change(field, index) ?? []),
  }));

const errors = (change: (body: Body, status: number) => Body | { readonly status: number }): Mutant =>
  wiring((answer) => {
    if (answer.status < 400) return undefined;
    const changed = change(JSON.parse(answer.text) as Body, answer.status);
    return typeof changed.status === 'number'
      ? { status: changed.status }
      : { text: JSON.stringify(changed) };
  });

/** How many requests came; one for each mutant, since each test makes its own. */
const counting = (): (() => number) => {
  let count = 0;
  return () => {
    count += 1;
    return count;
  };
};

export const serverMutants: Readonly<Record<string, Mutant>> = {
  'collection.fields': eachField((field, index) => (index === 1 ? { ...field, type: 'DECIMAL' } : field)),
  'collection.id': eachField((field) => (field.key === '_id' ? { ...field, type: 'NUMBER' } : field)),
  'collection.operations': eachCollection((collection) => ({
    ...collection,
    capabilities: { dataOperations: ['FIND'] },
  })),
  'collection.operators': eachField((field) => ({ ...field, capabilities: { sortable: true } })),
  'collection.references': eachField(({ singleReferenceOptions, ...field }) => field),
  'collection.paging': eachCollection(({ pagingMode, ...collection }) => collection),
  'collection.writable': eachField((field) =>
    field.key === '_owner' || field.key === '_updatedDate' ? undefined : field,
  ),
  'collection.chosen': asking((request, path) =>
    isList(path) ? { ...request, collectionIds: [] } : undefined,
  ),
  'collection.unknown': refusing(
    (request) => request.collectionIds?.includes('thereIsNoSuchCollection'),
    refusal(404, 'COLLECTION_NOT_FOUND'),
  ),
  'capability.modifications': answering((_, __, path) => (path === '/v3/capabilities/get' ? {} : undefined)),
  'capability.types': answering((body, _, path) =>
    path === '/v3/capabilities/get' ? { ...body, supportedFieldTypes: ['TEXT', 'DECIMAL'] } : undefined,
  ),
  'error.collection': errors(() => ({ status: 500 })),
  'error.data': errors(({ errorCode }) => ({ errorCode, applicationError: { code: errorCode } })),
  'error.forms': errors(({ errorCode, data }) => ({ errorCode, data })),
  'error.request': errors(() => ({ status: 500 })),
  'error.path': wiring((answer) => (answer.status === 404 ? { status: 200, text: '{}' } : undefined)),
  'error.method': wiring((_, { method }) => (method === 'GET' ? { status: 200, text: '{}' } : undefined)),
  'error.silent': errors((body) => ({ ...body, stack: 'Error: no\n    at find (/app/server.js:12:3)' })),
  'deployment.tls': (wire) => wire,
  'deployment.redirect': wiring(() => ({
    status: 308,
    headers: { location: 'https://adapter.example.com/' },
  })),
  'deployment.answer-type': wiring(() => ({ headers: { 'content-type': 'text/html' } })),
  // As a framework that parses JSON before the server sees it.
  'deployment.content-types': wiring((_, { contentType }) =>
    contentType === 'application/json' ? { status: 400, text: 'Unexpected token' } : undefined,
  ),
  'deployment.long-request': wiring((_, { body = '' }) =>
    body.length > 2 ** 20 ? { status: 413, text: 'Request Entity Too Large' } : undefined,
  ),
  'deployment.clock': wiring((answer) => ({
    headers: { ...answer.headers, date: new Date(Date.now() - 90_000).toUTCString() },
  })),
  'deployment.time': wiring(() => ({ milliseconds: 15_100 })),
  // Every second process does not know the cursors of the others.
  'deployment.replicas': (wire, signer) => {
    const next = counting();
    return refusing((request) => request.query?.cursorPaging?.cursor !== undefined && next() % 2 === 0)(
      wire,
      signer,
    );
  },
};
