/** Runs one command line: what a command throws becomes a message and an exit code. */
import { CommanderError } from 'commander';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { createProgram } from './program.js';

/** Never rejects. @param args without the names of Node and of the program */
export async function runProgram(args: readonly string[], context: CliContext): Promise<void> {
  try {
    await createProgram(context).parseAsync(args, { from: 'user' });
  } catch (error) {
    context.progress('');
    if (error instanceof CommanderError) return context.setExitCode(error.exitCode === 0 ? 0 : 2);
    if (error instanceof CliError) {
      context.note(error.message);
      return context.setExitCode(error.exitCode);
    }
    const system = systemFault(error);
    if (system !== undefined) {
      context.note(system);
      return context.setExitCode(2);
    }
    context.note(`${error instanceof Error ? error.stack : String(error)}`);
    context.setExitCode(1);
  }
}

/** A file that cannot be read or written is nothing that the program did wrong. */
function systemFault(error: unknown): string | undefined {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined || path === undefined) return undefined;
  return `${path} cannot be used: ${syscall} failed (${code})`;
}
