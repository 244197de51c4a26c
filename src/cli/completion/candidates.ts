/** What can stand at the end of a command line that is being typed: read off the commands themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Argument, Command, Option } from 'commander';
import { parseYaml } from '../../mapping/parse-yaml.js';
import { isMappingFile } from '../../mapping/read.js';
import { dialects } from '../../styles/dialects/index.js';
import { errorDetails } from '../../wix/error-body.js';
import { identityKinds } from '../../wix/identity.js';
import { isObject } from '../../wix/json.js';
import { operations } from '../../wix/operations.js';
import { formats } from '../check.js';

/** A line instead of words: the shell completes names of files itself. */
export const fileLine = ':file';
export const directoryLine = ':directory';

export const shells = ['bash', 'zsh', 'fish'] as const;

/** Words of options that take one of few. */
const choices: Readonly<Record<string, readonly string[]>> = {
  '--format': formats,
  '--as': identityKinds,
  '--error-details': errorDetails,
  '--dialect': dialects.map(({ name }) => name),
  '--operation': operations.map(({ path }) => path.replace(/^\/v3\/(items\/)?/, '')),
};

/**
 * Whole words that begin as the last one does, or one of the lines above.
 * @param words those behind the name of the program; the last one is not finished, and may be empty
 * @param usual directory of mapping files where the line names none
 */
export function candidatesFor(program: Command, words: readonly string[], usual: string): readonly string[] {
  const typed = words.at(-1) ?? '';
  const found = allFor(program, words, usual);
  return found.filter((each) => each.startsWith(':') || each.startsWith(typed));
}

function allFor(program: Command, words: readonly string[], usual: string): readonly string[] {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const [name] = before;
  const visible = program.createHelp().visibleCommands(program);
  if (name === undefined)
    return typed.startsWith('-') ? ['--help', '--version'] : visible.map((each) => each.name());
  if (name === 'help') return visible.map((each) => each.name());
  const command = program.commands.find((each) => each.name() === name);
  if (!command) return [];
  const asked = command.options.find((each) => each.long === before.at(-1) && takesValue(each));
  if (asked) return valuesOf(asked);
  if (typed.startsWith('-'))
    return [
      ...command.options
        .filter((each) => each.parseArg !== undefined || !before.includes(each.long ?? ''))
        .flatMap((each) => each.long ?? []),
      '--help',
    ];
  const given = argumentsBefore(command, before.slice(1));
  const arguments_ = command.registeredArguments;
  const argument = arguments_[given] ?? (arguments_.at(-1)?.variadic ? arguments_.at(-1) : undefined);
  return argument ? wordsOf(argument, mappingsOf(before) ?? usual) : [];
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function valuesOf({ long, flags }: Option): readonly string[] {
  if (flags.includes('<directory>')) return [directoryLine];
  if (flags.includes('<file>')) return [fileLine];
  return choices[long ?? ''] ?? [];
}

/** How many arguments stand there already, without options and their values. */
function argumentsBefore(command: Command, words: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < words.length; at += 1) {
    if (!words[at]!.startsWith('-')) count += 1;
    else if (command.options.some((each) => each.long === words[at] && each.required)) at += 1;
  }
  return count;
}

function wordsOf(argument: Argument, directory: string): readonly string[] {
  switch (argument.name()) {
    case 'collection':
    case 'collections':
      return collectionIds(directory);
    case 'shell':
      return shells;
    default:
      return [];
  }
}

function mappingsOf(words: readonly string[]): string | undefined {
  const at = words.lastIndexOf('--mappings');
  return at < 0 ? undefined : words[at + 1];
}

/** As the files say them, whether they are right or not. */
function collectionIds(directory: string): readonly string[] {
  try {
    const names = readdirSync(directory).filter((name) => isMappingFile(name));
    return names.flatMap((name) => {
      const { value } = parseYaml(name, readFileSync(join(directory, name), 'utf8'));
      return isObject(value) && typeof value.collection === 'string' ? [value.collection] : [];
    });
  } catch {
    return [];
  }
}
