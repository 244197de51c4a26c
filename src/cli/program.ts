/** All commands, with their options. The code of each is loaded when it is used, so that --help answers at once. */
import { Command } from 'commander';
import { declareCompletion } from './commands/completing.js';
import { declareMapping } from './commands/mapping.js';
import { declareRequests } from './commands/requests.js';
import { declareServing } from './commands/serving.js';
import type { CliContext } from './context.js';
import { manifest } from './manifest.js';

export const programName = 'wix-graphql-adapter';

/** Parsing rejects with CommanderError for wrong usage, and with what the command rejects with. */
export function createProgram(context: CliContext): Command {
  const program = new Command(programName)
    .description("Serves any GraphQL API as Wix's External Database (service plugin v3).")
    .version(manifest().version, '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.print(text.replace(/\n$/, '')),
      writeErr: (text) => context.note(text.replace(/\n$/, '')),
    })
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nBegin with `demo --once`, or with `init <url>`; `doctor` says what is missing.\nExit codes: 0 done, 1 problems were found, 2 wrong usage or configuration.\nEnvironment of serve: UPSTREAM_URL, WIX_APP_ID, WIX_PUBLIC_KEY, WIX_NAMESPACE, LOG_LEVEL, PORT, HOST, ADMIN_PORT, ADMIN_HOST, WATCH, BODY_LIMIT, MAX_CONNECTIONS, ERROR_DETAILS, MAPPINGS_DIR.',
    );
  declareServing(program, context);
  declareMapping(program, context);
  declareRequests(program, context);
  declareCompletion(program, context);
  return program;
}
