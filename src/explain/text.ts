/** An explanation as people read it. */
import type { Explanation } from './explanation.js';

export function explanationText(explanation: Explanation): string {
  const lines = [`${explanation.request} of ${explanation.collection}: ${explanation.summary}`, ''];
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
