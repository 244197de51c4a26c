/** Commands that run the service, or look at what it needs to run. */
import { type Command, Option } from 'commander';
import type { CliContext } from '../context.js';
import { mappingsOption, withExamples } from './shared.js';

export function declareServing(program: Command, context: CliContext): void {
  withExamples(
    program
      .command('serve')
      .description('run the service')
      .option(...mappingsOption)
      .option(
        '--tenants <path>',
        'folder or file of the sites that are served, each with its own API (TENANTS)',
      )
      .option('--port <number>', 'port to listen on, 0 for any (PORT; default 8080)')
      .option('--host <address>', 'address to listen on (HOST; default: all)')
      .option(
        '--admin-port <number>',
        'port of metrics and health: 0 for any, off for none, that of --port to share it (ADMIN_PORT; default 9464, or any free one where that is taken)',
      )
      .option('--admin-host <address>', 'address of the admin port (ADMIN_HOST; default 127.0.0.1)')
      .option(
        '--console',
        'show collections, queries, problems and requests on a page of this machine; with --host 127.0.0.1 only',
      )
      .option('--strict', 'do not start with problems, and take no reload that brings some')
      .option('--no-watch', 'do not read changed mapping files again by itself (WATCH=off); SIGHUP does it')
      .option('--error-details <level>', 'what errors tell Wix, short or full (ERROR_DETAILS; default short)')
      .option('--body-limit <MiB>', 'largest body of a request (BODY_LIMIT; default 6)')
      .option('--max-connections <number>', 'connections of callers at once (MAX_CONNECTIONS; default 1000)')
      .action(async (options) => (await import('../serve.js')).serve(options, context)),
    'wix-graphql-adapter serve',
    'wix-graphql-adapter serve --mappings shop --port 3000 --error-details full',
    'wix-graphql-adapter serve --strict --no-watch',
    'wix-graphql-adapter serve --host 127.0.0.1 --console',
    'wix-graphql-adapter serve --tenants tenants',
    'wix-graphql-adapter serve --admin-port 9100 --admin-host 0.0.0.0',
  );
  withExamples(
    program
      .command('dev')
      .description(
        'run the service while you write mapping files: on this machine alone, with keys of its own, a readable log and the variables of .env',
      )
      .option(...mappingsOption)
      .option('--port <number>', 'port to listen on, 0 for any (PORT; default 8080)')
      .option(
        '--keys <directory>',
        'directory of development keys, made when it is missing (default .wix-keys)',
      )
      .option('--env-file <file>', 'file of variables (default .env, where there is one)')
      .option('--open', 'open the console in the browser (default: at a terminal, and not where CI is set)')
      .option('--no-open', 'only print its address')
      // Known, so that it can be said why not.
      .addOption(new Option('--tenants <path>').hideHelp())
      .action(async (options) => (await import('../dev.js')).dev(options, context)),
    'wix-graphql-adapter dev',
    'wix-graphql-adapter dev --mappings shop --port 3000 --env-file shop.env',
    'wix-graphql-adapter dev --no-open',
  );
  withExamples(
    program
      .command('demo')
      .description('run a demo shop API and the service over it, and send a signed insert and a signed query')
      .option('--port <number>', 'port of the service, 0 for any', '0')
      .option('--once', 'show the answer and end')
      .action(async (options) => (await import('../demo.js')).demo(options, context)),
    'wix-graphql-adapter demo --once',
    'wix-graphql-adapter demo --port 8080',
  );
  withExamples(
    program
      .command('doctor')
      .description('look at all that the service needs: a line for each, with what mends it')
      .option(...mappingsOption)
      .option('--port <number>', 'port that the service is to listen on (PORT; default 8080)')
      .option('--host <address>', 'address that it is to listen on (HOST; default: all)')
      .option('--json', 'as JSON')
      .action(async (options) => (await import('../doctor.js')).doctor(options, context)),
    'wix-graphql-adapter doctor',
    'wix-graphql-adapter doctor --mappings shop --port 3000 --json',
  );
}
