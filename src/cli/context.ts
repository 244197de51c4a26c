/** What commands get from the process, so that they need not reach for it themselves. */
import type { Environment } from '../mapping/environment.js';
import type { World } from '../world/world.js';

export interface CliContext {
  readonly world: World;
  readonly environment: Environment;
  /** How the program was called, for commands to copy. */
  readonly program: string;
  /** Whether somebody sees standard output as it comes. */
  readonly terminal: boolean;
  /** A line to standard output. */
  print(line: string): void;
  /** A line to standard error. */
  note(line: string): void;
  /** What is under way, on a line of standard error that the next call replaces; '' takes it away. Only a terminal shows it. */
  progress(text: string): void;
  /** Ends the command with this exit code although it did not fail. */
  setExitCode(code: number): void;
}
