/** Which screen an address shows. */
import { startOf } from '../service/find-collection.js';
import { claimsScreen } from './claims/view.js';
import { collectionScreen, collectionsScreen } from './collections/view.js';
import { html } from './html.js';
import { logScreen } from './log/view.js';
import type { ConsoleParts } from './parts.js';
import { problemsScreen } from './problems/view.js';
import { queryScreen } from './query/view.js';
import type { Screen } from './screen.js';
import { commandLine } from './shell.js';

/** @param json address of the same as JSON */
export async function screenAt(
  path: string,
  parameters: URLSearchParams,
  json: string,
  parts: ConsoleParts,
): Promise<Screen> {
  const [, name = '', id, ...more] = path.split('/');
  // As a request does that arrives while the service starts.
  if (parts.app.pending.size > 0) await startOf(parts.world, parts.app);
  if (more.length > 0) return nothingAt(parts);
  if (name === 'collections' && id !== undefined)
    return (
      (await collectionScreen(named(id), parameters.get('pictures') === 'show', parts)) ?? nothingAt(parts)
    );
  if (id !== undefined) return nothingAt(parts);
  switch (name) {
    case 'collections':
      return collectionsScreen(parts);
    case 'query':
      return queryScreen(parameters, parts);
    case 'problems':
      return problemsScreen(parts);
    case 'log':
      return logScreen(parts, json);
    case 'claims':
      return claimsScreen(parts);
    default:
      return nothingAt(parts);
  }
}

function nothingAt({ program }: ConsoleParts): Screen {
  return {
    name: 'collections',
    title: 'No such page',
    status: 404,
    command: commandLine(program, '--help'),
    data: { error: 'There is no such page' },
    body: html`<p>There is no such page.</p>`,
  };
}

function named(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
