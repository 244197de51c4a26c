/** Runs a command line as the program does, in this process: far quicker than a process of its own. */
import type { CliContext } from '../../src/cli/context.js';
import { runProgram } from '../../src/cli/run-program.js';
import { systemWorld } from '../../src/world/system-world.js';
import type { Ended } from './harness.js';

export interface InsideRun extends Ended {
  /** What was shown as being under way, as a terminal would. */
  readonly progress: readonly string[];
}

export async function inside(
  args: readonly string[],
  more: Partial<Pick<CliContext, 'world' | 'environment' | 'program'>> = {},
): Promise<InsideRun> {
  const out: string[] = [];
  const err: string[] = [];
  const progress: string[] = [];
  let code = 0;
  const context: CliContext = {
    world: systemWorld,
    environment: {},
    program: 'wix-graphql-adapter',
    ...more,
    print: (line) => void out.push(`${line}\n`),
    note: (line) => void err.push(`${line}\n`),
    progress: (text) => void progress.push(text),
    terminal: false,
    setExitCode: (given) => {
      code = given;
    },
  };
  await runProgram(args, context);
  return { code, stdout: out.join(''), stderr: err.join(''), progress };
}
