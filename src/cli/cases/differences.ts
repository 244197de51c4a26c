/** What is different between a case and the same request carried out again: documents, variables, answer. */
import { isDeepStrictEqual } from 'node:util';
import { textDiff } from '../../authoring/update/text-diff.js';
import type { Json } from '../../json.js';
import type { Path } from '../../mapping/source.js';
import { preview } from '../../wix/json.js';
import type { Case, RecordedCall } from './case.js';

export interface Difference {
  /** Where in the file of the case. */
  readonly path: Path;
  readonly message: string;
  /** More lines about it. */
  readonly lines?: readonly string[];
  /** What the API answers now is not known. */
  readonly asksElse?: true;
}

/** Differences of one answer that are told one by one. */
const mostTold = 10;

/** @param after of a replay: a question that was not recorded has no answer there */
export function differencesOf(before: Case, after: Case): readonly Difference[] {
  const exchanges = exchangeDifferences(before.exchanges, after.exchanges);
  const unanswered = after.exchanges.some(isUnanswered);
  if (unanswered)
    return [
      ...exchanges,
      {
        path: [before.answer ? 'answer' : 'refused'],
        message: 'what is answered was not compared: the API is asked something else now; --live asks it',
        asksElse: true,
      },
    ];
  return [...exchanges, ...answerDifferences(before, after)];
}

export function isUnanswered({ answer, failure }: RecordedCall): boolean {
  return answer === undefined && failure === undefined;
}

function exchangeDifferences(
  before: readonly RecordedCall[],
  after: readonly RecordedCall[],
): readonly Difference[] {
  const left = before.map((each, place) => ({ each, place }));
  const others = after.filter((asked) => {
    const at = left.findIndex(({ each }) => isSameQuestion(each, asked));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  // A replay ends with the first question that has no answer: of what would come behind it nothing is known.
  const ended = others.some(isUnanswered);
  const found = left.flatMap(({ each, place }, index) => {
    const now = others[index];
    return now ? questionDifferences(each, now, place) : ended ? [] : [notAsked(place)];
  });
  const more = others.slice(left.length).map((each): Difference => {
    const lines = [...each.document.split('\n'), `variables ${preview(each.variables, 500)}`];
    return { path: ['exchanges'], message: 'one more request is sent to the API', lines };
  });
  return [...found, ...more];
}

function notAsked(place: number): Difference {
  return { path: ['exchanges', place], message: 'this is not sent to the API any more' };
}

function isSameQuestion(one: RecordedCall, other: RecordedCall): boolean {
  return (
    one.upstream === other.upstream &&
    one.document === other.document &&
    isDeepStrictEqual(one.variables, other.variables)
  );
}

function questionDifferences(
  before: RecordedCall,
  after: RecordedCall,
  place: number,
): readonly Difference[] {
  const found: Difference[] = [];
  if (before.upstream !== after.upstream)
    found.push({ path: ['exchanges', place, 'upstream'], message: `${after.upstream} is asked now` });
  if (before.document !== after.document)
    found.push({
      path: ['exchanges', place, 'document'],
      message: 'the document is another one now',
      lines: textDiff('document', before.document, after.document),
    });
  const changes = changesOf(before.variables, after.variables);
  return [...found, ...toldChanges(changes, ['exchanges', place, 'variables'])];
}

function answerDifferences(before: Case, after: Case): readonly Difference[] {
  if (before.answer && after.refused)
    return [{ path: ['answer'], message: `refused now: ${after.refused.code}: ${after.refused.message}` }];
  if (before.refused && after.answer) return [{ path: ['refused'], message: 'answered now' }];
  const name = before.answer ? 'answer' : 'refused';
  return toldChanges(changesOf(before[name] ?? null, after[name] ?? null), [name]);
}

interface Change {
  readonly path: Path;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

function toldChanges(changes: readonly Change[], under: Path): readonly Difference[] {
  const told = changes.slice(0, mostTold).map(({ path, before, after }) => ({
    path: [...under, ...path],
    message: `${path.join('.') || under.at(-1)}: ${shown(before)} before, ${shown(after)} now`,
  }));
  const rest = changes.length - told.length;
  return rest === 0 ? told : [...told, { path: under, message: `and ${rest} more differences` }];
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : preview(value, 80);
}

/** Of two JSON values, each as deep as they are of one kind. */
function changesOf(before: Json, after: Json, path: Path = []): readonly Change[] {
  if (isDeepStrictEqual(before, after)) return [];
  const one = membersOf(before);
  const other = membersOf(after);
  if (!one || !other || Array.isArray(before) !== Array.isArray(after)) return [{ path, before, after }];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) => {
    const at = [...path, Array.isArray(before) ? Number(key) : key];
    const was = Object.hasOwn(one, key) ? one[key] : undefined;
    const is = Object.hasOwn(other, key) ? other[key] : undefined;
    return was === undefined || is === undefined
      ? was === is
        ? []
        : [{ path: at, before: was, after: is }]
      : changesOf(was, is, at);
  });
}

function membersOf(value: Json): Readonly<Record<string, Json>> | undefined {
  return value !== null && typeof value === 'object' ? (value as Readonly<Record<string, Json>>) : undefined;
}
