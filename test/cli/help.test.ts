/** Every command has examples in its help, and each is taken by the command as it stands. */
import { expect, it } from 'vitest';
import type { CliContext } from '../../src/cli/context.js';
import { createProgram, programName } from '../../src/cli/program.js';
import { systemWorld } from '../../src/world/system-world.js';
import { inside } from './inside.js';

const context: CliContext = {
  world: systemWorld,
  environment: {},
  program: programName,
  print: () => undefined,
  note: () => undefined,
  progress: () => undefined,
  terminal: false,
  setExitCode: () => undefined,
};
const all = createProgram(context);
const names = all
  .createHelp()
  .visibleCommands(all)
  .map((each) => each.name())
  .filter((name) => name !== 'help');

async function helpOf(command: string): Promise<string> {
  const ended = await inside([command, '--help']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  return ended.stdout;
}

/** Words of a line as a shell reads them. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c!);
}

it.each(names)('%s --help has examples that the command takes', async (name) => {
  const help = await helpOf(name);
  const examples = help.split('\nExamples:\n')[1]?.trim().split('\n') ?? [];
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) {
    const [called, command, ...words] = wordsOf(example);
    expect([called, command]).toEqual([programName, name]);
    const program = createProgram(context);
    let taken = false;
    program.commands
      .find((each) => each.name() === command)!
      .action(() => {
        taken = true;
      });
    await program.parseAsync([command!, ...words], { from: 'user' });
    expect(taken).toBe(true);
  }
});
