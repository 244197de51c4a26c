/** The listener of the console: on this machine alone, at an address that nobody can guess. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createPatientServer,
  listen,
  type RunningServer,
  stopServer,
  urlOf,
  usualPatience,
} from '../server/listening.js';
import { internalError } from '../wix/errors.js';
import type { Observe } from '../world/observation.js';
import { createSignal } from '../world/signal.js';
import type { Asset } from './assets.js';
import { createEvents } from './events.js';
import { type Admitted, admit } from './guard.js';
import { securityHeaders } from './headers.js';
import { pageOf } from './layout.js';
import type { ConsoleParts } from './parts.js';
import { screenAt } from './router.js';

export interface ConsoleOptions {
  readonly parts: ConsoleParts;
  /** By name: `console.css`. */
  readonly assets: ReadonlyMap<string, Asset>;
  /** 0: any free one. */
  readonly port: number;
  readonly observe: Observe;
}

export interface RunningConsole extends RunningServer {
  /** Something is new: pages that are open show it. */
  changed(): void;
}

/** Bytes of the token. */
const tokenSize = 16;

/** @throws the error of `listen` (EADDRINUSE, EACCES, …) */
export async function startConsole({
  parts,
  assets,
  port,
  observe,
}: ConsoleOptions): Promise<RunningConsole> {
  const { world } = parts;
  const token = Buffer.from(world.bytes(tokenSize)).toString('base64url');
  const events = createEvents();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const admitted = admit(request, token);
    if ('status' in admitted) {
      if (admitted.status === 405) response.setHeader('allow', 'GET, HEAD');
      return end(response, admitted.status, 'text/plain; charset=utf-8', admitted.message);
    }
    const { path } = admitted;
    if (path === '' || path === '/') {
      response.writeHead(302, { ...securityHeaders(), location: `/${token}/collections` });
      return void response.end();
    }
    const asset = assets.get(path.slice(1));
    if (asset) return end(response, 200, asset.type, asset.text);
    if (path === '/events') {
      response.writeHead(200, { ...securityHeaders(), 'content-type': 'text/event-stream' });
      return events.join(response);
    }
    await show(admitted, request, response);
  };
  const show = async ({ path, parameters }: Admitted, request: IncomingMessage, response: ServerResponse) => {
    const base = `/${token}`;
    const asJson = new URLSearchParams(parameters);
    asJson.set('format', 'json');
    const json = `${base}${path}?${asJson}`;
    const screen = await screenAt(path, parameters, `${urlOf(server)}${json}`, parts);
    const { status = 200, data, command, pictures } = screen;
    if (parameters.get('format') === 'json' || wantsJson(request))
      return end(response, status, 'application/json', JSON.stringify({ ...data, command }, null, 2));
    const page = pageOf(screen, { base, json, problems: parts.app.problems.length });
    end(response, status, 'text/html; charset=utf-8', page, pictures);
  };
  const server = createPatientServer(usualPatience, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      observe({ kind: 'defect', during: 'while the console was asked', at: 'console', error });
      if (!response.headersSent)
        end(response, 500, 'text/plain; charset=utf-8', internalError(error).message);
    });
  });
  await listen(server, port, '127.0.0.1');
  return {
    url: `${urlOf(server)}/${token}/`,
    changed: events.tell,
    stop(grace = 0) {
      events.end();
      return stopServer(world, server, grace, createSignal());
    },
  };
}

function wantsJson({ headers }: IncomingMessage): boolean {
  return /^application\/json\b/.test(headers.accept ?? '');
}

function end(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  pictures?: readonly string[],
): void {
  response.writeHead(status, { ...securityHeaders(pictures), 'content-type': type, vary: 'accept' });
  response.end(text);
}
