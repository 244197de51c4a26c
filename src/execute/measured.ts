/** Carrying out nodes of a plan under a measure. Only who asks for it pays: without a measure a node is carried out as it is. */
import type { Item } from '../wix/json.js';
import type { Execution } from './execution.js';
import type { Measure, NodeRun } from './measure.js';

/** Carries out a node, and notes what that took. @param rowsOf how many rows an answer has, where it has some */
export function measured<Answer>(
  execution: Execution,
  node: object,
  work: (execution: Execution) => Promise<Answer>,
  rowsOf?: (answer: Answer) => number,
): Promise<Answer> {
  const { measure } = execution;
  return measure ? timed(measure, execution, node, work, rowsOf) : work(execution);
}

async function timed<Answer>(
  measure: Measure,
  execution: Execution,
  node: object,
  work: (execution: Execution) => Promise<Answer>,
  rowsOf: ((answer: Answer) => number) | undefined,
): Promise<Answer> {
  const run = runOf(measure, node);
  const start = measure.world.monotonic();
  try {
    const answer = await work(noting(execution, run));
    if (rowsOf) run.rows = (run.rows ?? 0) + rowsOf(answer);
    return answer;
  } finally {
    run.milliseconds += measure.world.monotonic() - start;
  }
}

type Pages = AsyncGenerator<readonly Item[], void>;

/** The same for a node that gives its rows a page at a time; what is done with a page meanwhile is no time of the node. */
export function measuredPages(
  execution: Execution,
  node: object,
  read: (execution: Execution) => Pages,
): Pages {
  const { measure } = execution;
  return measure ? clocked(measure, execution, node, read) : read(execution);
}

async function* clocked(
  measure: Measure,
  execution: Execution,
  node: object,
  read: (execution: Execution) => Pages,
): Pages {
  const run = runOf(measure, node);
  run.rows ??= 0;
  const pages = read(noting(execution, run));
  try {
    for (;;) {
      const start = measure.world.monotonic();
      const step = await pages.next().finally(() => {
        run.milliseconds += measure.world.monotonic() - start;
      });
      if (step.done) return;
      run.rows += step.value.length;
      yield step.value;
    }
  } finally {
    await pages.return();
  }
}

function runOf({ runs }: Measure, node: object): NodeRun {
  const run = runs.get(node) ?? { milliseconds: 0, rows: undefined, requests: 0 };
  runs.set(node, run);
  return run;
}

/** The execution, with an ear for the requests that it sends. */
function noting(execution: Execution, run: NodeRun): Execution {
  const { observe } = execution;
  return {
    ...execution,
    observe(observation, request) {
      if (observation.kind === 'call sent') run.requests += 1;
      observe(observation, request);
    },
  };
}
