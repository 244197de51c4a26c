/** The command line: gives the commands the real process. */
import { calledAs } from './cli/called-as.js';
import type { CliContext } from './cli/context.js';
import { allowReadersToLeave } from './cli/output.js';
import { runProgram } from './cli/run-program.js';
import { systemWorld } from './world/system-world.js';

const context: CliContext = {
  world: systemWorld,
  environment: process.env,
  program: calledAs(process.argv[1], process.cwd()),
  terminal: process.stdout.isTTY === true,
  print: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  progress: process.stderr.isTTY ? (text) => process.stderr.write(`\r\u001b[K${text}`) : () => undefined,
  setExitCode: (code) => {
    process.exitCode = code;
  },
};

allowReadersToLeave([process.stdout, process.stderr], (reason) => {
  context.note(`The output cannot be written (${reason})`);
  // Whatever the command has found, nobody was told.
  process.on('exit', () => context.setExitCode(2));
});
/** Resolves when the command has done its work. Never rejects. */
export const ended = runProgram(process.argv.slice(2), context);
