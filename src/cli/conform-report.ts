/** What a server was found to do, as a table with the failures in full, as plain data, and as suites of JUnit. */
import type { Conformance, RuleFailure, RuleResult } from '../conform/conform.js';
import type { Rule } from '../conform/rule.js';
import { preview } from '../wix/json.js';
import type { JunitCase, JunitSuite } from './junit.js';
import { formatTable } from './table.js';

const shownRequest = 1000;
const shownAnswer = 600;

/** Bodies are read by people here: enough to see what is wrong. */
export function conformLines(found: Conformance): readonly string[] {
  const failed = found.results.filter(({ failures }) => failures.length > 0);
  const rules = [...new Set(found.results.map(({ rule }) => rule))];
  const rows = rules.map((rule) =>
    rowOf(
      rule,
      found.results.filter((each) => each.rule === rule),
    ),
  );
  const must = new Set(failed.filter(({ rule }) => rule.level === 'must').map(({ rule }) => rule)).size;
  const should = new Set(failed.filter(({ rule }) => rule.level === 'should').map(({ rule }) => rule)).size;
  const held = rules.length - must - should - rows.filter((row) => row[4] === 'not asked').length;
  return [
    ...formatTable(['rule', 'level', 'section', 'questions', 'result'], rows),
    '',
    ...found.results.flatMap(({ rule, collection, failures }) =>
      failures.flatMap((each) => failureLines(rule, collection, each)),
    ),
    ...found.collections.map(
      ({ id, items, whole }) => `${id}: ${whole ? `all ${items}` : `${items} of its`} items were asked about`,
    ),
    `${held} rules hold, ${must} that must hold ${must === 1 ? 'does' : 'do'} not, ${should} that should hold ${should === 1 ? 'does' : 'do'} not (${found.requests} requests)`,
  ];
}

function rowOf(rule: Rule, results: readonly RuleResult[]): readonly string[] {
  const questions = results.reduce((sum, each) => sum + each.questions, 0);
  const failed = results.some(({ failures }) => failures.length > 0);
  const result = failed
    ? rule.level === 'must'
      ? 'FAILS'
      : 'advice'
    : questions > 0
      ? 'holds'
      : 'not asked';
  return [rule.id, rule.level, rule.section, String(questions), result];
}

function failureLines(rule: Rule, collection: string | undefined, failure: RuleFailure): readonly string[] {
  const { exchange } = failure;
  return [
    `${rule.level === 'must' ? 'FAILS' : 'advice'} ${rule.id}${collection === undefined ? '' : ` in ${collection}`}`,
    `  rule      ${rule.what} (${sourceOf(rule)})`,
    `  request   ${exchange.method} ${exchange.path} ${preview(exchange.request, shownRequest)}`,
    `  answer    ${answerOf(failure, shownAnswer)}`,
    `  expected  ${failure.expected}`,
    '',
  ];
}

function sourceOf(rule: Rule): string {
  return `External Database service plugin v3, section ${rule.section}`;
}

function answerOf({ exchange: { status, text } }: RuleFailure, most: number): string {
  if (status === 0) return text;
  const line = text.replace(/\s+/g, ' ');
  return `HTTP ${status} ${line.length > most ? `${line.slice(0, most)}…` : line}`;
}

/** For programs: `results[].failures[]` with the whole request and answer. */
export function plainConformance(found: Conformance, url: string): object {
  return {
    url,
    requests: found.requests,
    collections: found.collections,
    unread: found.unread,
    results: found.results.map(({ rule, collection, questions, skipped, failures }) => ({
      rule: rule.id,
      level: rule.level,
      section: rule.section,
      what: rule.what,
      collection,
      questions,
      result: failures.length > 0 ? 'failed' : questions > 0 ? 'passed' : 'skipped',
      skipped,
      failures: failures.map(({ expected, exchange: { path, request, status, body, text } }) => ({
        expected,
        path,
        request,
        status,
        answer: body ?? text,
      })),
    })),
  };
}

/** A suite for the server and one for each collection. A rule that only should hold is told as skipped, not as failed. */
export function conformSuites({ results, unread }: Conformance): readonly JunitSuite[] {
  const names = [...new Set(results.map(({ collection }) => collection ?? 'server'))];
  const suites = names.map((name) => ({
    name,
    cases: results.filter((each) => (each.collection ?? 'server') === name).map(caseOf),
  }));
  const unreadable = unread.map((text): JunitCase => ({ name: 'read', failure: { message: text, text } }));
  return unreadable.length === 0 ? suites : [...suites, { name: 'collections', cases: unreadable }];
}

function caseOf({ rule, collection, failures, skipped }: RuleResult): JunitCase {
  const [first] = failures;
  if (first === undefined) return { name: rule.id, ...(skipped === undefined ? {} : { skipped }) };
  const text = failures.flatMap((each) => failureLines(rule, collection, each)).join('\n');
  const message = `expected ${first.expected}`;
  return rule.level === 'must'
    ? { name: rule.id, failure: { message, text } }
    : { name: rule.id, skipped: `advice: ${message}` };
}
