/** Options and help that several commands have. */
import type { Command } from 'commander';

export const mappingsOption = [
  '--mappings <directory>',
  'directory of mapping files (MAPPINGS_DIR; default mappings)',
] as const;

/** @param lines whole command lines, of which each must be taken by the command as it stands */
export function withExamples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', ['', 'Examples:', ...lines.map((each) => `  ${each}`)].join('\n'));
}

export function addSigningOptions(command: Command): Command {
  return command
    .option('--keys <directory>', 'directory of development keys, made when absent', '.wix-keys')
    .option('--private-key <file>', 'sign with this PKCS#8 PEM instead')
    .option('--app-id <id>', 'app id to sign for (WIX_APP_ID; default: that of the key directory)');
}

/** Of an option that may be given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** The same, where one text may hold several with commas. */
export function collectList(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((each) => each.trim())];
}
