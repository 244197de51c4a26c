/** The Problems screen: what is wrong with the mapping files, at its place, with what mends it. */
import type { NextAction } from '../../mapping/next-action.js';
import { formatProblem, type Problem, plainProblem } from '../../mapping/problem.js';
import { type Html, html } from '../html.js';
import type { ConsoleParts } from '../parts.js';
import { editorAddress } from '../places.js';
import type { Screen } from '../screen.js';
import { commandLine } from '../shell.js';

export function problemsScreen(parts: ConsoleParts): Screen {
  const { problems, reasons, kept, generationNumber } = parts.app;
  return {
    name: 'problems',
    title: 'Problems',
    command: commandLine(parts.program, 'check', '--mappings', parts.mappings),
    data: { generation: generationNumber, problems: problems.map(plainProblem), reasons, kept: [...kept] },
    body: html`<div id="shown">
${problems.length === 0 && reasons.length === 0 ? html`<p>No problems.</p>` : undefined}
${reasons.map((each) => html`<p class="refused">${each}</p>`)}
${problems.map((each) => problemView(each, parts.program))}
${kept.size > 0 ? html`<p>The last good state of ${[...kept].join(', ')} serves on.</p>` : undefined}
</div>`,
  };
}

function problemView(problem: Problem, program: string): Html {
  const { file, line, column, severity, actions = [] } = problem;
  return html`<article class="problem ${severity}"><h2>${severity}: <a href="${editorAddress({ file, line, column })}">${file}:${line}:${column}</a></h2>
<pre tabindex="0" aria-label="The place in the file">${formatProblem(problem)}</pre>
${actions.length === 0 ? undefined : html`<ul>${actions.map((each) => html`<li>${actionView(each, program)}</li>`)}</ul>`}</article>`;
}

function actionView(action: NextAction, program: string): Html {
  switch (action.kind) {
    case 'edit':
      return html`<a href="${editorAddress(action)}">There</a>, <code>${action.title}</code>.`;
    case 'run':
      return html`Run <code>${commandLine(program, ...action.arguments)}</code>.`;
    case 'open':
      return html`Read <code>${action.page}</code>.`;
    case 'set':
      return html`Set the variable <code>${action.variable}</code>.`;
  }
}
