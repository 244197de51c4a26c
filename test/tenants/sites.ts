/** Several sites with one mapping folder, each with an API of its own in this process, whose rows name their site. */
import { printSchema } from 'graphql';
import type { App } from '../../src/app/app.js';
import type { AskLookup } from '../../src/app/tenants/ask-lookup.js';
import { createTenancy } from '../../src/app/tenants/tenancy.js';
import { printYaml } from '../../src/authoring/write/write-yaml.js';
import { saidBy } from '../../src/service/written-answer.js';
import type { ClientOptions, UpstreamClient } from '../../src/upstream/transport/client.js';
import type { RequestScope } from '../../src/upstream/transport/context.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import { AdapterError } from '../../src/wix/errors.js';
import type { Json } from '../../src/wix/json.js';
import type { OperationName } from '../../src/wix/operations.js';
import type { Observation } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith } from '../cli/harness.js';
import {
  directClient,
  type NoteRow,
  type NotesRows,
  notesSchema,
  notesStyle,
} from '../identity/notes-api.js';

export interface SiteApi {
  readonly rows: NotesRows;
  /** What its requests came with, one for each. */
  readonly headers: Readonly<Record<string, string>>[];
  /** How it answers from now on. */
  mood: 'well' | 'failing' | 'hanging';
}

export const urlOf = (site: string): string => `https://${site}.sites.example/graphql`;

/** Rows whose texts begin with the name of the site. */
export function siteApi(site: string, count = 5): SiteApi {
  const note = (n: number): NoteRow => ({
    id: `n${n}`,
    text: `${site} note ${n}`,
    size: n,
    owner: site,
    shop: site,
    open: true,
    folder: null,
  });
  const notes = new Map(Array.from({ length: count }, (_, n) => [`n${n}`, note(n)]));
  return { rows: { notes, folders: new Map() }, headers: [], mood: 'well' };
}

const collection = {
  version: 1,
  collection: 'notes',
  type: 'Note',
  list: 'notes',
  id: 'id',
  cache: '1h',
  fields: { text: 'text', size: 'size', owner: 'owner' },
  writes: {
    insert: { mutation: 'createNote', arguments: { input: '$item' }, result: '' },
    update: { mutation: 'updateNote', arguments: { id: '$id', input: '$item' }, result: '' },
  },
};

export const mappingFiles: Readonly<Record<string, string>> = {
  'mappings/upstream.yaml': printYaml(
    {
      version: 1,
      url: 'https://reference.example/graphql',
      headers: { authorization: 'Bearer reference-secret' },
      schema: 'schema.graphql',
      introspection: { enabled: false },
      ...notesStyle,
    } as never,
    {},
  ),
  'mappings/notes.yaml': printYaml(collection as never, {}),
  'mappings/schema.graphql': printSchema(notesSchema({ rows: { notes: new Map(), folders: new Map() } })),
};

export interface Asked {
  readonly status: number;
  readonly body: unknown;
}

export interface Tenancy {
  readonly app: App;
  readonly directory: string;
  /** What was told, with the instance id of the request for which it was; undefined: for none. */
  readonly told: { readonly instance: string | undefined; readonly observation: Observation }[];
  /** How many ways to an API were opened. */
  opened(): number;
  ask(
    instance: string | undefined,
    operation: OperationName,
    request: Record<string, Json>,
    scope?: RequestScope,
  ): Promise<Asked>;
  close(): Promise<void>;
}

/** @param files beside the mapping files; `tenants.yaml`, or a folder `tenants` */
export async function startTenancy(
  files: Readonly<Record<string, string>>,
  apis: Readonly<Record<string, SiteApi>>,
  {
    environment = {},
    ask: asking,
    tenants = 'tenants.yaml',
    every,
  }: {
    environment?: Record<string, string>;
    ask?: AskLookup;
    tenants?: string;
    /** Milliseconds between two looks at the files. Default: none is read again by itself. */
    every?: number;
  } = {},
): Promise<Tenancy> {
  const { path, remove } = directoryWith({ ...mappingFiles, ...files });
  const told: Tenancy['told'] = [];
  let opened = 0;
  const app = createTenancy({
    world: systemWorld,
    mappingsDirectory: `${path}/mappings`,
    environment,
    tenants: `${path}/${tenants}`,
    ask: asking,
    prefer: 'saved',
    watch: every === undefined ? undefined : { every },
    connect: (options) => {
      opened += 1;
      return clientOf(options, apis);
    },
    observe: (observation) => told.push({ instance: undefined, observation }),
  });
  await app.started;
  const service = app.service(undefined);
  let number = 0;
  return {
    app,
    directory: path,
    told,
    opened: () => opened,
    async ask(instance, operation, request, scope) {
      number += 1;
      try {
        const answer = await service(operation, request, {
          world: systemWorld,
          requestId: `request ${number}`,
          scope: { instanceId: instance, ...scope },
          signal: new AbortController().signal,
          observe: (observation) => told.push({ instance, observation }),
          arrived: Date.now(),
        });
        const body = saidBy(answer);
        return { status: 200, body };
      } catch (error) {
        if (!(error instanceof AdapterError)) throw error;
        return {
          status: error.status,
          body: { message: error.message, reason: (error.cause as Error)?.message },
        };
      }
    },
    async close() {
      await app.close();
      remove();
    },
  };
}

function clientOf(options: ClientOptions, apis: Readonly<Record<string, SiteApi>>): UpstreamClient {
  const site = new URL(options.url).hostname.split('.')[0]!;
  const api = apis[site];
  const schema = notesSchema(api ?? siteApi('nobody', 0));
  const inner = directClient(schema, () => undefined);
  return {
    ...inner,
    shown: options.url,
    async request(document, variables, context) {
      if (!api) throw new UpstreamFailure('unreachable', `${site} cannot be reached`);
      api.headers.push(await options.headers.headers(context.scope));
      if (api.mood === 'failing')
        throw new UpstreamFailure('http', `${site} answers with status 500`, { status: 500 });
      if (api.mood === 'hanging')
        await new Promise((_, reject) => {
          const gone = () => reject(new UpstreamFailure('aborted', `${site} was given up`));
          context.signal.addEventListener('abort', gone, { once: true });
          setTimeout(
            () => reject(new UpstreamFailure('timeout', `${site} did not answer`)),
            context.deadline - Date.now(),
          ).unref();
        });
      return inner.request(document, variables, context);
    },
  };
}
