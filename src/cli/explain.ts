/** `explain`: what a request would send upstream and what would be worked out here, without sending anything. */

import { writeExplanationText } from '../explain/explain-write.js';
import { explanationText } from '../explain/text.js';
import { didYouMean } from '../mapping/suggest.js';
import type { CollectionModel } from '../model/model.js';
import type { EndpointWrite } from '../plan/writes/plan.js';
import type { ReferenceAction } from '../plan/writes/references.js';
import { readings } from '../service/reading-kinds.js';
import { AdapterError } from '../wix/errors.js';
import { parseWriteReferences, type WriteReferencesRequest } from '../wix/requests.js';
import { resolveSystemField } from '../wix/system-fields.js';
import { parseRemove, parseWrite } from '../wix/write-requests.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { explainLive } from './explain-live.js';
import { factsOf, type IdentityOptions } from './identity-options.js';
import { collectionOf, loadApp } from './load-app.js';
import type { MappingsOption } from './mappings-option.js';
import { buildRequest, listOf, type RequestOptions } from './request-options.js';
import { type WriteRequestOptions, writingOf } from './write.js';

export interface ExplainOptions extends RequestOptions, WriteRequestOptions, MappingsOption, IdentityOptions {
  readonly json?: boolean;
  readonly live?: boolean;
  readonly insertReferences?: string;
  readonly removeReferences?: string;
}

/** The service leaves out what a collection has not got, as Wix does; here it is more likely a typing error. */
function noteUnknownFields(model: CollectionModel, fields: string | undefined, context: CliContext): void {
  for (const path of listOf(fields)) {
    const name = resolveSystemField(path, (key) => model.fields.has(key)).split('.')[0]!;
    if (model.fields.has(name)) continue;
    const help = didYouMean(name, model.fields.keys());
    context.note(
      `The collection ${model.id} has no field "${path}"; the answer leaves it out${help ? `; ${help}` : ''}`,
    );
  }
}

export async function explain(
  collectionId: string,
  options: ExplainOptions,
  context: CliContext,
): Promise<void> {
  const write = writeOf(collectionId, options);
  const references = referencesOf(collectionId, options);
  if (write && references) throw new CliError(2, 'Give either items to write, or references');
  const { from: _from, to: _to, ...others } = options;
  const { kind, path, request } = buildRequest(collectionId, references ? others : options);
  if (options.live && (write || references)) throw new CliError(2, '--live sends reading requests only');
  const facts = factsOf(options);
  const app = await loadApp(options, context);
  try {
    const model = collectionOf(app, collectionId);
    if (write || references) {
      const { engine } = app.generation;
      const explanation = references
        ? engine.explainReferences(model, references.action, references.request, facts)
        : engine.explainWrite(model, write!, facts);
      return context.print(
        options.json ? JSON.stringify(explanation, null, 2) : writeExplanationText(explanation),
      );
    }
    if (options.live) return await explainLive(app, { kind, path, request }, options, context);
    if (kind !== 'references') noteUnknownFields(model, options.fields, context);
    const explanation = app.generation.engine.explain(model, kind, readings[kind].parse(request), facts);
    context.print(options.json ? JSON.stringify(explanation, null, 2) : explanationText(explanation));
  } catch (error) {
    // The service would refuse the request in the same words.
    throw error instanceof AdapterError ? new CliError(1, `${error.code}: ${error.message}`) : error;
  } finally {
    await app.close();
  }
}

/** The request about references that the options describe, parsed as the service parses it: a pair of each with each. */
function referencesOf(
  collectionId: string,
  { insertReferences, removeReferences, from, to }: ExplainOptions,
): { readonly action: ReferenceAction; readonly request: WriteReferencesRequest } | undefined {
  const referringFieldKey = insertReferences ?? removeReferences;
  if (referringFieldKey === undefined) return undefined;
  if (insertReferences !== undefined && removeReferences !== undefined)
    throw new CliError(2, 'Give only one of --insert-references and --remove-references');
  if (listOf(from).length === 0 || listOf(to).length === 0)
    throw new CliError(
      2,
      'Give --from and --to: the ids of the items that refer, and of those that they refer to',
    );
  const references = listOf(from).flatMap((referringItemId) =>
    listOf(to).map((referencedItemId) => ({ referringItemId, referencedItemId })),
  );
  return {
    action: insertReferences === undefined ? 'remove' : 'add',
    request: parseWriteReferences({ collectionId, referringFieldKey, references }),
  };
}

/** The writing request that the options describe, parsed as the service parses it; undefined: they describe a reading one. */
function writeOf(collectionId: string, options: ExplainOptions): EndpointWrite | undefined {
  const writing = writingOf(collectionId, options);
  if (!writing) return undefined;
  const { command, request } = writing;
  return command === 'remove'
    ? { kind: command, ids: parseRemove(request).ids }
    : { kind: command, items: parseWrite(request).items };
}
