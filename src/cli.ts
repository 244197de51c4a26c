#!/usr/bin/env node
/** The command line. Each command's code is loaded when it is used, so that --help answers at once. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { Command, CommanderError } from 'commander';
import { CliError } from './cli/cli-error.js';
import type { CliContext } from './cli/context.js';
import { allowReadersToLeave } from './cli/output.js';
import { addRequestOptions } from './cli/request-options.js';
import { systemWorld } from './world/system-world.js';

const context: CliContext = {
  world: systemWorld,
  environment: process.env,
  program: `node ${relative(process.cwd(), process.argv[1] ?? 'dist/cli.js')}`,
  print: (line) => process.stdout.write(`${line}\n`),
  note: (line) => process.stderr.write(`${line}\n`),
  setExitCode: (code) => {
    process.exitCode = code;
  },
};

const mappings = [
  '--mappings <directory>',
  'directory of mapping files (MAPPINGS_DIR; default mappings)',
] as const;

function addSigningOptions(command: Command): Command {
  return command
    .option('--keys <directory>', 'directory of development keys, made when absent', '.wix-keys')
    .option('--private-key <file>', 'sign with this PKCS#8 PEM instead')
    .option('--app-id <id>', 'app id to sign for (WIX_APP_ID; default: that of the key directory)');
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function collectList(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((each) => each.trim())];
}

function version(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { readonly version: string }).version;
}

function createProgram(): Command {
  const program = new Command('wix-graphql-adapter')
    .description("Serves any GraphQL API as Wix's External Database (service plugin v3).")
    .version(version(), '--version', 'print the version')
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 problems were found, 2 wrong usage or configuration.\nEnvironment of serve: UPSTREAM_URL, WIX_APP_ID, WIX_PUBLIC_KEY, WIX_NAMESPACE, LOG_LEVEL, PORT, HOST, BODY_LIMIT, MAX_CONNECTIONS, ERROR_DETAILS, MAPPINGS_DIR.',
    );

  program
    .command('serve')
    .description('run the service')
    .option(...mappings)
    .option('--port <number>', 'port to listen on, 0 for any (PORT; default 8080)')
    .option('--host <address>', 'address to listen on (HOST; default: all)')
    .option('--error-details <level>', 'what errors tell Wix, short or full (ERROR_DETAILS; default short)')
    .option('--body-limit <MiB>', 'largest body of a request (BODY_LIMIT; default 6)')
    .option('--max-connections <number>', 'connections of callers at once (MAX_CONNECTIONS; default 1000)')
    .action(async (options) => (await import('./cli/serve.js')).serve(options, context));
  program
    .command('demo')
    .description('run a demo shop API and the service over it, and send one signed query')
    .option('--port <number>', 'port of the service, 0 for any', '0')
    .option('--once', 'show the answer and end')
    .action(async (options) => (await import('./cli/demo.js')).demo(options, context));
  program
    .command('init')
    .description('write mapping files for an API, from its endpoint or a saved schema')
    .argument('[url]', 'address of the GraphQL endpoint')
    .option('--out <directory>', 'directory of mapping files', 'mappings')
    .option('--header <text>', 'header "Name: value", sent and written as a variable; repeatable', collect)
    .option('--schema <file>', 'saved schema: SDL or introspection result')
    .option('--dialect <name>', 'name of the dialect, instead of recognising it')
    .option('--name <name>', 'name of the upstream, where a service has several')
    .option(
      '--only <names>',
      'collections, list fields or types, * for any characters; repeatable',
      collectList,
    )
    .option('--exclude <names>', 'what is not wanted, likewise; repeatable', collectList)
    .option('--writes', 'map mutations too')
    .option('--no-probe', 'do not read from the collections to learn about them')
    .option('--force', 'write files anew that are there already')
    .action(async (url, options) => (await import('./cli/init.js')).init(url, options, context));
  program
    .command('check')
    .description('check the mapping files against the schema of the API')
    .option(...mappings)
    .option('--live', 'ask the API itself, and read a page of each collection')
    .option('--fields', 'show what the API can do with each field')
    .action(async (options) => (await import('./cli/check.js')).check(options, context));
  program
    .command('prove')
    .description('ask the API whether what the mapping files claim of it is true; reads only')
    .argument('[collections...]', 'ids of collections; default: all')
    .option(...mappings)
    .option('--requests <number>', 'requests to the API for each collection at most', '200')
    .option('--json', 'as JSON')
    .option('--junit', "as JUnit's XML")
    .action(async (names, options) => (await import('./cli/prove.js')).prove(names, options, context));
  program
    .command('pull')
    .description('bring the saved schema up to date, and report what the change breaks')
    .option(...mappings)
    .option('--force', 'save it although mapping files do not fit it')
    .action(async (options) => (await import('./cli/pull.js')).pull(options, context));
  addRequestOptions(program.command('explain'))
    .description('show what a request would send to the API, without sending it')
    .argument('<collection>', 'id of the collection')
    .option(...mappings)
    .option(
      '--insert <items>',
      'a request that inserts: items as JSON, one or a list; @file or - reads them from there',
    )
    .option('--update <items>', 'a request that updates items')
    .option('--remove <ids>', 'a request that removes items: ids, separated by commas')
    .option('--json', 'as JSON')
    .action(async (id, options) => (await import('./cli/explain.js')).explain(id, options, context));
  addSigningOptions(addRequestOptions(program.command('query')))
    .description('send a signed request to a running service')
    .argument('<collection>', 'id of the collection')
    .option('--url <address>', 'address of the service', 'http://127.0.0.1:8080')
    .option('--raw', 'the answer as it came, in JSON')
    .action(async (id, options) => (await import('./cli/query.js')).query(id, options, context));
  for (const command of ['insert', 'update', 'remove'] as const)
    addSigningOptions(program.command(command))
      .description(`${command} items through a running service, as a signed request`)
      .argument('<collection>', 'id of the collection')
      .argument(
        command === 'remove' ? '<ids...>' : '<items...>',
        command === 'remove'
          ? 'ids of the items'
          : 'items as JSON, one or a list; @file or - reads them from there',
      )
      .option('--url <address>', 'address of the service', 'http://127.0.0.1:8080')
      .option('--raw', 'the answer as it came, in JSON')
      .action(async (id, given, options) =>
        (await import('./cli/write.js')).write(command, id, given, options, context),
      );
  addSigningOptions(program.command('token'))
    .description('print a signed request, to be sent as the body of a POST')
    .option('--operation <name>', 'query, count, aggregate, collections/get, …', 'query')
    .option('--collection <id>', 'collection of the request')
    .option('--request <json>', 'members of the request; @file or - reads them from there')
    .action(async (options) => (await import('./cli/token.js')).token(options, context));
  return program;
}

allowReadersToLeave([process.stdout, process.stderr]);
try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof CliError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
