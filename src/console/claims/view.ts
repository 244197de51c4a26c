/** The Claims screen: what `prove` found, and what rows have shown to be false while serving. */
import type { ReadingKind } from '../../service/reading-kinds.js';
import { type Html, html } from '../html.js';
import type { ConsoleParts } from '../parts.js';
import { editorAddress } from '../places.js';
import type { Screen } from '../screen.js';
import { commandLine } from '../shell.js';
import type { SavedClaim, SavedProof } from './saved-proof.js';

export function claimsScreen(parts: ConsoleParts): Screen {
  const { app, program, mappings } = parts;
  const proofs = parts.proofs();
  const proved = new Set(proofs.map(({ collection }) => collection));
  const unproved = [...app.collections.keys()].filter((id) => !proved.has(id));
  return {
    name: 'claims',
    title: 'Claims',
    command: commandLine(program, 'prove', '--mappings', mappings),
    data: { proofs, withdrawn: app.withdrawn, unproved },
    body: html`<p>What the mapping says of the API, and whether that is true.</p>
<div id="shown">
${app.withdrawn.length === 0 ? undefined : html`<h2>Not believed any more</h2><ul>${app.withdrawn.map((each) => html`<li>${each}</li>`)}</ul>`}
${proofs.map(proofView)}
${unproved.length === 0 ? undefined : html`<p>Not proved yet: ${unproved.join(', ')}.</p>`}
</div>`,
  };
}

function proofView({ collection, at, questions, requests, whole, items, isOld, faults }: SavedProof): Html {
  return html`<article><h2>${collection}</h2>
<p>${questions} questions in ${requests} requests about ${whole ? 'all' : 'the first'} ${items} items, <time datetime="${at}">${at}</time>${isOld ? '; the file was changed since' : ''}: ${faults.length === 0 ? 'no claim is false, as far as was asked' : `${faults.length} false`}.</p>
${faults.map((each) => claimView(collection, each))}</article>`;
}

function claimView(
  collection: string,
  { claim, message, mend, question, file, line, column }: SavedClaim,
): Html {
  const { kind, request } = askedBy(question);
  const address = new URLSearchParams({ collection, kind, request: JSON.stringify(request) });
  return html`<article class="problem error"><h3>${claim}</h3><p>${message}</p><p><a href="${editorAddress({ file, line, column })}">${file}:${line}:${column}</a>: write <code>${mend}</code>. <a href="query?${String(address)}">Ask it again<span class="hidden">: ${claim}</span></a></p></article>`;
}

/** Questions are the query of a request, or an aggregation. */
function askedBy(question: SavedClaim['question']): {
  readonly kind: ReadingKind;
  readonly request: object;
} {
  const isAggregation = 'operations' in question || 'groupingFields' in question;
  return isAggregation
    ? { kind: 'aggregate', request: { aggregation: question } }
    : { kind: 'query', request: { query: question, returnTotalCount: true } };
}
