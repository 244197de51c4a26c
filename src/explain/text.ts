/** An explanation as people read it. */
import type { NodeRun } from '../execute/measure.js';
import { rulesText } from './explain-write.js';
import type { ExplainedNode, Explanation } from './explanation.js';

export function explanationText(explanation: Explanation): string {
  const lines = [
    `${explanation.request} of ${explanation.collection}: ${explanation.summary}`,
    ...rulesText(explanation.rules),
    '',
  ];
  lines.push('sent upstream');
  if (explanation.document === undefined) lines.push('  nothing');
  else {
    const { filter, sort } = explanation.pushed;
    const filtered = explanation.access === 'ids' ? 'the ids, see the variables' : 'yes, see the variables';
    lines.push(
      `  filter    ${filter ? filtered : 'none'}`,
      `  sort      ${sort.length > 0 ? sort.join(', ') : 'none'}`,
      `  total     ${explanation.total}`,
      `  requests  ${explanation.requests}`,
      '',
      'document',
      `  ${explanation.document}`,
      '',
      'variables',
      indent(JSON.stringify(explanation.variables, null, 2)),
      ...sentTogether(explanation),
    );
  }
  lines.push('', 'done here', ...doneHere(explanation));
  const { scan, pages, bytes, deadline } = explanation.budget;
  lines.push(
    '',
    `budget: ${scan} rows, ${pages} requests, ${Math.round(bytes / 2 ** 20)} MiB, ${deadline} ms`,
  );
  return lines.join('\n');
}

/** A line for each node: what it is, and what it and those below it took. */
export function runText({ plan }: Pick<Explanation, 'plan'>): readonly string[] {
  const lines = treeLines(plan, 0);
  const width = Math.max(...lines.map(({ text }) => text.length));
  return lines.map(({ text, ran }) => `${text.padEnd(width)}  ${ran ? ranText(ran) : '-'}`);
}

export function ranText({ milliseconds, rows, requests }: NodeRun): string {
  const told = [
    `${milliseconds.toFixed(1)} ms`,
    ...(rows === undefined ? [] : [`${rows} row${rows === 1 ? '' : 's'}`]),
    ...(requests === 0 ? [] : [`${requests} request${requests === 1 ? '' : 's'}`]),
  ];
  return told.join(', ');
}

function treeLines(
  { node, inputs, ran }: ExplainedNode,
  depth: number,
): readonly { readonly text: string; readonly ran: NodeRun | undefined }[] {
  return [
    { text: `${'  '.repeat(depth)}${node}`, ran },
    ...inputs.flatMap((each) => treeLines(each, depth + 1)),
  ];
}

function doneHere({ access, document, reasons }: Explanation): readonly string[] {
  if (access === 'ids' && document !== undefined) return ['  everything else, with the items that are found'];
  if (reasons.length === 0) return ['  nothing'];
  return reasons.flatMap((each) => [
    `  ${each.path} (${each.operator}): ${each.reason}`,
    `    ${each.position}: ${each.remedy}`,
  ]);
}

/** Documents only where they differ from the first one, e.g. by fewer aliases. */
function sentTogether({ document, together }: Explanation): readonly string[] {
  return together.flatMap((each) => [
    '',
    'at the same time',
    ...(each.document === document ? [] : [indent(each.document)]),
    indent(JSON.stringify(each.variables, null, 2)),
  ]);
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
