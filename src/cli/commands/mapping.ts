/** Commands that write, check and prove mapping files. */
import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { undisturbed } from '../undisturbed.js';
import { collect, collectList, mappingsOption, withExamples } from './shared.js';

export function declareMapping(program: Command, context: CliContext): void {
  withExamples(
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
      .option(
        '--set <argument>',
        'constant argument of all lists that take it: locale=EN; repeatable',
        collect,
      )
      .option('--id <type>', 'what identifies the items of a type: Employee=emp_id; repeatable', collect)
      .option('--update', 'add what the API has got since its schema was saved to the files that are there')
      .option('--dry-run', 'show what would be written, and write nothing')
      .option('--force', 'write files anew that are there already')
      .action((url, options) =>
        undisturbed(context, async () => (await import('../init.js')).init(url, options, context)),
      ),
    'wix-graphql-adapter init https://shop.example.com/graphql',
    'wix-graphql-adapter init https://shop.example.com/graphql --set locale=EN --id Employee=emp_id',
    'wix-graphql-adapter init https://shop.example.com/graphql --update --dry-run',
    'wix-graphql-adapter init https://shop.example.com/graphql --out shop --header "Authorization: Bearer secret"',
    "wix-graphql-adapter init --schema schema.graphql --only products,categories --exclude 'internal*'",
  );
  withExamples(
    program
      .command('check')
      .description('check the mapping files against the schema of the API')
      .option(...mappingsOption)
      .option('--live', 'ask the API itself, and read a page of each collection')
      .option('--fields', 'show what the API can do with each field')
      .option('--json', 'as JSON')
      .option('--format <name>', 'text, json, or github: commands that show problems beside the lines')
      .option('--strict', 'exit code 1 for warnings too')
      .option('--watch', 'check again whenever a file of the directory changes')
      .option(
        '--tenants <path>',
        'the folder or file of the sites too, and the mapping folders that they name',
      )
      .action(async (options) => (await import('../check.js')).check(options, context)),
    'wix-graphql-adapter check',
    'wix-graphql-adapter check --mappings shop --live --fields',
    'wix-graphql-adapter check --format github --strict',
    'wix-graphql-adapter check --watch',
    'wix-graphql-adapter check --tenants tenants --strict',
  );
  withExamples(
    program
      .command('prove')
      .description('ask the API whether what the mapping files claim of it is true; reads only')
      .argument('[collections...]', 'ids of collections; default: all')
      .option(...mappingsOption)
      .option('--requests <number>', 'requests to the API for each collection at most', '200')
      .option('--fix', 'write the mends into the files, with comments')
      .option('--resume', 'go on with the questions that the last proof of the same files left')
      .option('--json', 'as JSON')
      .option('--junit', "as JUnit's XML")
      .action((names, options) =>
        undisturbed(context, async () => (await import('../prove.js')).prove(names, options, context)),
      ),
    'wix-graphql-adapter prove',
    'wix-graphql-adapter prove products --fix',
    'wix-graphql-adapter prove products --requests 1000 --junit',
  );
  withExamples(
    program
      .command('pull')
      .description('bring the saved schema up to date, and report what the change breaks')
      .option(...mappingsOption)
      .option('--force', 'save it although mapping files do not fit it')
      .action((options) =>
        undisturbed(context, async () => (await import('../pull.js')).pull(options, context)),
      ),
    'wix-graphql-adapter pull',
    'wix-graphql-adapter pull --mappings shop --force',
  );
  withExamples(
    program
      .command('types')
      .description('print TypeScript types of the collections, for site code with @wix/data')
      .argument('[collections...]', 'ids of collections; default: all')
      .option(...mappingsOption)
      .option('--out <file>', 'write them to this file')
      .action((ids, options) =>
        undisturbed(context, async () => (await import('../types.js')).types(ids, options, context)),
      ),
    'wix-graphql-adapter types',
    'wix-graphql-adapter types products brands --out src/collections.d.ts',
  );
}
