/** What differs between two texts, as a unified diff. */

/** Lines shown before and behind. */
const around = 2;

/** All from the first line that differs to the last as one piece. @param file as it is named at the head */
export function textDiff(file: string, before: string, after: string): readonly string[] {
  const old = linesOf(before);
  const changed = linesOf(after);
  let head = 0;
  while (head < old.length && old[head] === changed[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && old.at(-1 - tail) === changed.at(-1 - tail)) tail += 1;
  const from = Math.max(0, head - around);
  const behind = Math.min(tail, around);
  const removed = old.slice(head, old.length - tail);
  const added = changed.slice(head, changed.length - tail);
  const lead = old.slice(from, head);
  const rest = old.slice(old.length - tail, old.length - tail + behind);
  const count = lead.length + rest.length;
  return [
    `--- ${file}`,
    `+++ ${file}`,
    `@@ -${from + 1},${count + removed.length} +${from + 1},${count + added.length} @@`,
    ...lead.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...rest.map((line) => ` ${line}`),
  ];
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
