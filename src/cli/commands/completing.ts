/** `completion`, which prints what a shell reads, and the hidden `complete`, which the shell then asks. */
import type { Command } from 'commander';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import { mappingsDirectoryOf } from '../mappings-option.js';
import { withExamples } from './shared.js';

export function declareCompletion(program: Command, context: CliContext): void {
  withExamples(
    program
      .command('completion')
      .description('print what a shell reads to complete command lines')
      .argument('<shell>', 'bash, zsh or fish')
      .action(async (shell: string) => {
        const { shells } = await import('../completion/candidates.js');
        const { scripts } = await import('../completion/scripts.js');
        const known = shells.find((each) => each === shell);
        if (known === undefined) throw new CliError(2, `<shell> must be ${shells.join(' or ')}`);
        context.print(scripts[known]);
      }),
    'wix-graphql-adapter completion bash',
    'wix-graphql-adapter completion zsh',
    'wix-graphql-adapter completion fish',
  );
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: readonly string[]) => {
      const { candidatesFor } = await import('../completion/candidates.js');
      const found = candidatesFor(program, words, mappingsDirectoryOf({}, context));
      if (found.length > 0) context.print(found.join('\n'));
    });
}
