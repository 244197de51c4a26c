/** Results as JUnit's XML, which continuous integration shows. */

export interface JunitCase {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly failure?: { readonly message: string; readonly text: string };
  /** Why it was not tried. */
  readonly skipped?: string;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** The suites, in their order. */
export function junitOf(suites: readonly JunitSuite[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites.flatMap(suiteLines),
    '</testsuites>',
  ].join('\n');
}

function suiteLines({ name, cases }: JunitSuite): readonly string[] {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const skipped = cases.filter((each) => each.skipped !== undefined).length;
  const counts = `tests="${cases.length}" failures="${failures}"${skipped === 0 ? '' : ` skipped="${skipped}"`}`;
  return [
    `  <testsuite name="${escaped(name)}" ${counts}>`,
    ...cases.flatMap((each) => caseLines(name, each)),
    '  </testsuite>',
  ];
}

function caseLines(suite: string, { name, file, line, failure, skipped }: JunitCase): readonly string[] {
  const place = file === undefined ? '' : ` file="${escaped(file)}" line="${line}"`;
  const opened = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"${place}`;
  if (failure === undefined && skipped === undefined) return [`${opened}/>`];
  return [
    `${opened}>`,
    failure === undefined
      ? `      <skipped message="${escaped(skipped!)}"/>`
      : `      <failure message="${escaped(failure.message)}">${escaped(failure.text)}</failure>`,
    '    </testcase>',
  ];
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
