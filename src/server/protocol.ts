/** The endpoints of the protocol: body → verified envelope → service → JSON. Errors are thrown, see respond.ts. */
import type Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { ServiceContext } from '../service/handler.js';
import type { Service } from '../service/service.js';
import { methodNotAllowed } from '../wix/errors.js';
import type { Verifier } from '../wix/jwt/verify.js';
import { type Operation, operationOf, operations } from '../wix/operations.js';
import type { World } from '../world/world.js';
import type { BodyBudget } from './body-budget.js';
import { readBody } from './read-body.js';
import type { RequestRecord } from './request-record.js';
import { scopeOf } from './scope.js';

export interface ProtocolOptions {
  readonly world: World;
  readonly service: Service;
  readonly verifier: Verifier;
  /** Most bytes of a body. */
  readonly bodyLimit: number;
  readonly bodies: BodyBudget;
}

export interface ServerState {
  readonly record: RequestRecord;
}

const emptyScope = scopeOf({});

/** Any base path may stand before a path of the protocol, so the router is told only the end that it knows. */
export const protocolPaths: Middleware = (context, next) => {
  const operation = operationOf(context.req.url ?? '/');
  if (operation) (context as Context & { newRouterPath?: string }).newRouterPath = operation.path;
  return next();
};

/** A route for each operation. */
export function protocolRoutes(router: Router, options: ProtocolOptions): void {
  for (const operation of operations)
    router.all(operation.path, (context) => answer(operation, context, options));
}

async function answer(operation: Operation, context: Context, options: ProtocolOptions): Promise<void> {
  const { world, service } = options;
  const { record } = context.state as ServerState;
  record.operation = operation.name;
  if (context.method !== 'POST') {
    context.set('allow', 'POST');
    throw methodNotAllowed(context.method);
  }
  if (operation.kind === 'provision') {
    record.answer = await service(operation.name, {}, contextOf(world, record, emptyScope));
    return;
  }
  const { request, metadata } = await openEnvelope(context, options);
  record.requestId = metadata.requestId;
  record.instance = metadata.instanceId;
  record.answer = await service(operation.name, request, contextOf(world, record, scopeOf(metadata)));
}

function contextOf(world: World, record: RequestRecord, scope: ServiceContext['scope']): ServiceContext {
  const { arrived, observe, requestId } = record;
  return {
    world,
    arrived,
    observe,
    requestId,
    scope,
    get signal() {
      return record.signal;
    },
  };
}

/** The memory and the work of the body count until it is known who sent it. */
async function openEnvelope(context: Context, { world, verifier, bodyLimit, bodies }: ProtocolOptions) {
  const account = bodies.open();
  const reader = verifier.open();
  try {
    await readBody(context.req, { limit: bodyLimit, account, world }, reader.push);
    const envelope = await reader.end();
    account.vouch();
    return envelope;
  } finally {
    if (account.refused) context.set('retry-after', '1');
    account.close();
    reader.close();
  }
}
