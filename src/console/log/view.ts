/** The Log screen: the last requests of callers, those first that took more than one request to the API. */
import { html } from '../html.js';
import { wideTable } from '../layout.js';
import type { ConsoleParts } from '../parts.js';
import type { Screen } from '../screen.js';
import { type LoggedRequest, mostLogged } from './request-log.js';

/** @param json address of the JSON twin, for who reads it with a command */
export function logScreen(parts: ConsoleParts, json: string): Screen {
  const requests = parts.log.entries();
  const rows = requests.map((each) => {
    const { number, at, operation, collection = '', milliseconds, code } = each;
    const open = openAddress(each);
    return html`<tr${each.requests > 1 ? html` class="several"` : undefined}><th scope="row">${number}</th><td><time>${new Date(at).toISOString().slice(11, 19)}</time></td><td>${operation}</td><td>${collection}</td><td>${each.requests}${each.requests > 1 ? html` <b class="state here">several</b>` : undefined}</td><td>${milliseconds.toFixed(1)} ms</td><td>${code ?? 'answered'}</td><td>${open === undefined ? undefined : html`<a href="${open}">Open in Query<span class="hidden"> request ${number}</span></a>`}</td></tr>`;
  });
  return {
    name: 'log',
    title: 'Log',
    command: `curl -sS '${json}'`,
    data: { requests },
    body: html`<p>The last ${mostLogged} requests of callers. Several requests to the API for one mean that something is worked out here.</p>
<div id="shown">${rows.length === 0 ? html`<p>No request came yet.</p>` : wideTable('Requests', ['No.', 'At (UTC)', 'Operation', 'Collection', 'To the API', 'Time', 'Outcome', 'Query'], rows)}</div>`,
  };
}

/** undefined: it is no request of the Query screen. */
export function openAddress({ kind, collection, request, caller }: LoggedRequest): string | undefined {
  if (kind === undefined || request === undefined || collection === undefined) return undefined;
  const parameters = new URLSearchParams({ collection, kind, request: JSON.stringify(request), ...caller });
  return `query?${parameters}`;
}
