/** The endpoints of the protocol: body → verified envelope → service → JSON. Errors are thrown, see respond.ts. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { longestPrepared } from '../plan/prepared.js';
import type { ServiceContext } from '../service/handler.js';
import type { Service } from '../service/service.js';
import { methodNotAllowed } from '../wix/errors.js';
import type { Verifier } from '../wix/jwt/verify.js';
import type { Operation } from '../wix/operations.js';
import { giveWay, type World } from '../world/world.js';
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

/** Carries an operation out and leaves its answer in the record. @throws AdapterError */
export async function carryOutOperation(
  operation: Operation,
  request: IncomingMessage,
  response: ServerResponse,
  record: RequestRecord,
  options: ProtocolOptions,
): Promise<void> {
  const { world, service } = options;
  record.operation = operation.name;
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    throw methodNotAllowed(request.method ?? '');
  }
  if (operation.kind === 'provision') {
    record.answer = await service(operation.name, {}, contextOf(world, record, emptyScope));
    return;
  }
  const { request: wanted, metadata, length } = await openEnvelope(request, response, options);
  record.requestId = metadata.requestId;
  record.instance = metadata.instanceId;
  const short = operation.kind === 'read' && length <= longestPrepared ? wanted : undefined;
  record.answer = await service(operation.name, wanted, contextOf(world, record, scopeOf(metadata), short));
}

/** @param short the request, where its plan is kept */
function contextOf(
  world: World,
  record: RequestRecord,
  scope: ServiceContext['scope'],
  short?: object,
): ServiceContext {
  const { arrived, observe, requestId, signal } = record;
  let text: string | undefined;
  return {
    world,
    arrived,
    observe,
    requestId,
    scope,
    signal,
    sent: true,
    // Written where a plan or an answer that is kept is looked for.
    asked() {
      text ??= short && JSON.stringify(short);
      return text;
    },
  };
}

/** The memory and the work of the body count until it is known who sent it. */
async function openEnvelope(
  request: IncomingMessage,
  response: ServerResponse,
  { world, verifier, bodyLimit, bodies }: ProtocolOptions,
) {
  const account = bodies.open();
  const reader = verifier.open();
  try {
    await readBody(request, { limit: bodyLimit, account, world }, reader.push);
    // Of many that come in one moment: health and those that came before have their turn between them.
    const way = giveWay(world);
    if (way) await way;
    const envelope = await reader.end();
    account.vouch();
    return envelope;
  } finally {
    if (account.refused()) response.setHeader('retry-after', '1');
    account.close();
    reader.close();
  }
}
