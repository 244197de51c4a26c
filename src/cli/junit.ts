/** Proofs as JUnit's XML, which continuous integration shows. */
import type { PlacedProof } from './placed-proof.js';

/** A suite for each collection, a failed case for each claim that is false, and one that tells what was asked. */
export function junitOf(proofs: readonly PlacedProof[]): string {
  const suites = proofs.flatMap(({ collection, questions, requests, faults }) => [
    `  <testsuite name="${escaped(collection)}" tests="${faults.length + 1}" failures="${faults.length}">`,
    `    <testcase classname="${escaped(collection)}" name="${questions} questions in ${requests} requests"/>`,
    ...faults.flatMap(({ claim, mend, problem: { file, line, column, message } }) => [
      `    <testcase classname="${escaped(collection)}" name="${escaped(claim)}" file="${escaped(file)}" line="${line}">`,
      `      <failure message="${escaped(message)}">${escaped(`${file}:${line}:${column}: ${message}\nwrite ${mend}`)}</failure>`,
      '    </testcase>',
    ]),
    '  </testsuite>',
  ]);
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>'].join('\n');
}

/** Characters that XML has not are left out: the rows of an API may hold any. */
function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\n': '&#10;',
  };
  const allowed = text.replace(absent, '');
  return allowed.replace(/[&<>"\n]/g, (each) => names[each]!);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const absent = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
