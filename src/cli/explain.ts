/** `explain`: what a request would send upstream and what would be worked out here, without sending anything. */

import { createEngine, type ReadRequest, type RequestKind } from '../planner/engine.js';
import { explanationText } from '../planner/explain.js';
import { AdapterError } from '../wix/errors.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../wix/requests.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { collectionOf, loadApp, type MappingsOption } from './load-app.js';
import { buildRequest, type RequestOptions } from './request-options.js';

export interface ExplainOptions extends RequestOptions, MappingsOption {
  readonly json?: boolean;
}

const parsers: Readonly<Record<RequestKind, (raw: unknown) => ReadRequest>> = {
  query: parseQuery,
  count: parseCount,
  aggregate: parseAggregate,
  distinct: parseDistinct,
};

export async function explain(
  collectionId: string,
  options: ExplainOptions,
  context: CliContext,
): Promise<void> {
  const { kind, request } = buildRequest(collectionId, options);
  const app = await loadApp(options, context);
  try {
    const model = collectionOf(app, collectionId);
    const explanation = createEngine().explain(model, kind, parsers[kind](request));
    context.print(options.json ? JSON.stringify(explanation, null, 2) : explanationText(explanation));
  } catch (error) {
    // The service would refuse the request in the same words.
    throw error instanceof AdapterError ? new CliError(1, `${error.code}: ${error.message}`) : error;
  } finally {
    await app.close();
  }
}
