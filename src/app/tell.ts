/** What observers are told when another generation serves. */
import { errorsOf, formatProblem, type Problem } from '../mapping/problem.js';
import type { Observe } from '../world/observation.js';
import type { Generation } from './generation.js';
import type { OpenUpstream } from './open-upstream.js';
import type { Attempt } from './reach-upstream.js';

/** Each problem is told when it is found, and when it is gone. */
export function tellProblems(observe: Observe, before: readonly Problem[], now: readonly Problem[]): void {
  const texts = new Set(before.map(formatProblem));
  const left = new Set(now.map(formatProblem));
  for (const problem of before)
    if (!left.has(formatProblem(problem))) observe({ kind: 'problem resolved', problem });
  for (const problem of now)
    if (!texts.has(formatProblem(problem))) observe({ kind: 'problem found', problem });
}

export function tellAttempt(observe: Observe, upstream: OpenUpstream, result: Attempt): void {
  if (result.kind !== 'bound') return;
  const { origin, instead } = result.obtained;
  observe({
    kind: 'upstream bound',
    upstream: upstream.name,
    address: upstream.client.shown,
    schema: origin,
    instead,
    collections: result.models.length,
  });
}

export function tellSwap(observe: Observe, next: Generation): void {
  observe({
    kind: 'generation swapped',
    generation: next.number,
    fingerprint: next.fingerprint,
    collections: next.collections.size,
    kept: [...next.kept],
    broken: [...new Set(errorsOf(next.problems).map((each) => each.file))],
  });
}
