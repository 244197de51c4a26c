/** Writes of unknown outcome on the admin port: shown, and taken off the list by whoever has looked. */
import type Router from '@koa/router';
import { AdapterError } from '../wix/errors.js';
import type { WriteOperation } from '../world/writing-observation.js';
import type { ServerState } from './protocol.js';

export interface UnknownWrite {
  /** Of this process: the first is 1. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  readonly requestId: string | undefined;
  readonly collection: string;
  readonly operation: WriteOperation;
  /** Its id; undefined: the API makes the ids, and none came. */
  readonly item: string | undefined;
  readonly why: string;
}

export type SettledOutcome = 'done' | 'not done';

export interface UnknownWrites {
  /** Oldest first. */
  list(): readonly UnknownWrite[];
  /** How many have made room for newer ones. */
  readonly forgotten: number;
  /** Takes it off the list; nothing is sent. @returns undefined: there is none of this number */
  settle(number: number, outcome: SettledOutcome): UnknownWrite | undefined;
}

const outcomes: Readonly<Record<string, SettledOutcome>> = { done: 'done', 'not-done': 'not done' };

export function unknownRoutes(router: Router, unknown: UnknownWrites): void {
  router.get('/unknown', (context) => {
    (context.state as ServerState).record.answer = { unknown: unknown.list(), forgotten: unknown.forgotten };
  });
  // PUT, which a page of another site in a browser on this machine may not send.
  router.put('/unknown/:number/:outcome', (context) => {
    const { number, outcome } = context.params as { readonly number: string; readonly outcome: string };
    const said = Object.hasOwn(outcomes, outcome) ? outcomes[outcome] : undefined;
    if (said === undefined)
      throw new AdapterError('BAD_REQUEST', 'Say /unknown/<number>/done or /unknown/<number>/not-done', {
        status: 400,
      });
    const settled = /^\d{1,15}$/.test(number) ? unknown.settle(Number(number), said) : undefined;
    if (!settled)
      throw new AdapterError(
        'BAD_REQUEST',
        `There is no write of unknown outcome with the number ${number}`,
        {
          status: 404,
        },
      );
    (context.state as ServerState).record.answer = { settled, outcome: said };
  });
}
