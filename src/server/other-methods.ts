/** Behind the routes: a path that is known, asked by a method that it does not take, is no unknown path. */
import type { RouterContext } from '@koa/router';
import type { Middleware } from 'koa';
import { methodNotAllowed } from '../wix/errors.js';

/** Refuses what no route took, with the methods that the routes of its path take; lets unknown paths through. @throws BAD_REQUEST with 405 */
export const refuseOtherMethods: Middleware = (context, next) => {
  const { matched = [] } = context as Partial<Pick<RouterContext, 'matched'>>;
  const methods = [...new Set(matched.flatMap((each) => each.methods))].sort();
  if (methods.length === 0) return next();
  context.set('allow', methods.join(', '));
  throw methodNotAllowed(context.method, methods);
};
