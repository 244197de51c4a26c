/** The service over the API of notes, in this process: collections that refer to each other, with rules, and answers that are kept. */
import { createAnswerCache } from '../../src/gateway/cache.js';
import { createMemoryStore } from '../../src/gateway/cache-store.js';
import { createBases } from '../../src/service/answer-basis.js';
import { isOutage, isTimeout } from '../../src/service/kept.js';
import { createService } from '../../src/service/service.js';
import { saidBy } from '../../src/service/written-answer.js';
import type { RequestScope } from '../../src/upstream/transport/context.js';
import { AdapterError } from '../../src/wix/errors.js';
import type { Json } from '../../src/wix/json.js';
import type { OperationName } from '../../src/wix/operations.js';
import { unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { readyCatalog } from '../ready-catalog.js';
import { bindRig } from '../rig.js';
import { directClient, type NotesRows, notesSchema, notesStyle } from './notes-api.js';

type Mapping = Record<string, Json>;

const referring = {
  type: 'MULTI_REFERENCE',
  collection: 'notes',
  through: { reverse: 'folder' },
  writes: 'items',
};

const served: { rows: NotesRows } = { rows: { notes: new Map(), folders: new Map() } };
const schema = notesSchema(served);

/**
 * @param notes rules of the collection of notes, and whatever else its file says
 * @param pushdown see createEngine
 */
export function startNotes(
  rows: NotesRows,
  notes: Mapping,
  folders: Mapping,
  pushdown: 'full' | 'off' = 'full',
) {
  served.rows = rows;
  let requests = 0;
  const common = { owner: 'owner', shop: { path: 'shop', hidden: true }, open: 'open' };
  const rig = bindRig(
    'http://localhost/graphql',
    schema,
    directClient(schema, () => {
      requests += 1;
    }),
    notesStyle,
    [
      {
        collection: 'notes',
        type: 'Note',
        list: 'notes',
        id: 'id',
        cache: '1h',
        ...notes,
        fields: {
          ...common,
          text: 'text',
          size: 'size',
          folder: { path: 'folder', type: 'REFERENCE', collection: 'folders', include: 'inside' },
          also: { path: 'also', type: 'MULTI_REFERENCE', collection: 'folders', input: 'also' },
        },
        writes: {
          insert: { mutation: 'createNote', arguments: { input: '$item' }, result: '' },
          update: { mutation: 'updateNote', arguments: { id: '$id', input: '$item' }, result: '' },
          remove: { mutation: 'deleteNote', arguments: { id: '$id' }, result: '' },
        },
      },
      {
        collection: 'folders',
        type: 'Folder',
        list: 'folders',
        id: 'id',
        cache: '1h',
        ...folders,
        fields: {
          ...common,
          name: 'name',
          notes: referring,
          held: {
            type: 'MULTI_REFERENCE',
            collection: 'notes',
            through: { list: { path: 'held.items', total: 'held.total' } },
          },
          pins: { path: 'pins', type: 'MULTI_REFERENCE', collection: 'notes', writes: 'items' },
        },
        writes: {
          update: { mutation: 'updateFolder', arguments: { id: '$id', input: '$item' }, result: '' },
        },
      },
    ],
    { pushdown },
  );
  const catalog = readyCatalog(rig.models);
  const service = createService({
    catalog,
    engine: () => rig.engine,
    keeping: {
      cache: createAnswerCache(systemWorld, createMemoryStore(systemWorld), isOutage, isTimeout),
      basis: createBases(() => ''),
      changed: () => undefined,
      background: () => undefined,
    },
  });
  const ask = async (operation: OperationName, raw: Mapping, scope: RequestScope) => {
    const before = requests;
    try {
      const answer = await service(operation, raw, {
        world: systemWorld,
        requestId: 'test',
        scope,
        signal: new AbortController().signal,
        observe: unobserved,
        arrived: Date.now(),
        // As the server does: the plan of a question is kept for whoever asks the same.
        asked: () => (/^(Query|Count|Aggregate)/.test(operation) ? JSON.stringify(raw) : undefined),
      });
      const body = saidBy(answer);
      return { status: 200, body: body as never, asked: requests - before };
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      return { status: error.status, body: error.message as never, asked: requests - before };
    }
  };
  return { ask, rig };
}
