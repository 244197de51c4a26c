/** `POST /hooks/<name>`: the body is read whole, since signatures are over its bytes. */
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Hooks } from '../service/hooks.js';
import { methodNotAllowed, notFound } from '../wix/errors.js';
import type { World } from '../world/world.js';
import type { BodyBudget } from './body-budget.js';
import type { ServerState } from './protocol.js';
import { readBody } from './read-body.js';

/** Most bytes of a delivery: it tells of a change, and is not the changed thing in every language. */
const largest = 2 ** 20;

export function hookRoutes(router: Router, hooks: Hooks, world: World, bodies: BodyBudget): void {
  router.all('/hooks/:name', async (context: Context & { params: { name: string } }) => {
    const { name } = context.params;
    if (!hooks.has(name)) throw notFound(context.path);
    if (context.method !== 'POST') {
      context.set('allow', 'POST');
      throw methodNotAllowed(context.method);
    }
    const account = bodies.open();
    const parts: Buffer[] = [];
    try {
      await readBody(
        context.req,
        { limit: largest, account, world },
        (bytes) => void parts.push(Buffer.from(bytes)),
      );
      const { method, headers, url = '' } = context.req;
      const delivery = { method: method!, path: url, headers, body: Buffer.concat(parts) };
      const { status, body } = await hooks.receive(name, delivery);
      context.status = status;
      (context.state as ServerState).record.answer = body;
    } finally {
      if (account.refused()) context.set('retry-after', '1');
      account.close();
    }
  });
}
