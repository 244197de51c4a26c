/** Commands that make one request: explain it, send it, or print it signed. */
import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { addIdentityOptions } from '../identity-options.js';
import { addRequestOptions } from '../request-options.js';
import { undisturbed } from '../undisturbed.js';
import { addSigningOptions, mappingsOption, withExamples } from './shared.js';

const urlOption = ['--url <address>', 'address of the service', 'http://127.0.0.1:8080'] as const;

const casesOption = ['--cases <directory>', 'directory of cases', 'cases'] as const;

const writing = {
  insert: `wix-graphql-adapter insert products '{"title":"Lamp","price":20}'`,
  update: `wix-graphql-adapter update products '[{"_id":"p1","price":25},{"_id":"p2","price":30}]'`,
  remove: 'wix-graphql-adapter remove products p1 p2',
} as const;

export function declareRequests(program: Command, context: CliContext): void {
  withExamples(
    addIdentityOptions(addRequestOptions(program.command('explain')))
      .description(
        'show what a request would send to the API, without sending it; or, with --live, what it took',
      )
      .argument('<collection>', 'id of the collection')
      .option(...mappingsOption)
      .option(
        '--insert <items>',
        'a request that inserts: items as JSON, one or a list; @file or - reads them from there',
      )
      .option('--update <items>', 'a request that updates items')
      .option('--remove <ids>', 'a request that removes items: ids, separated by commas')
      .option(
        '--insert-references <field>',
        'a request that makes references of this field, from each of --from to each of --to',
      )
      .option('--remove-references <field>', 'a request that takes them away')
      .option('--live', 'send a reading request, and show what each node of the plan took')
      .option('--json', 'as JSON')
      .action(async (id, options) => (await import('../explain.js')).explain(id, options, context)),
    `wix-graphql-adapter explain products --filter '{"price":{"$lt":50}}' --sort -price --total`,
    'wix-graphql-adapter explain products --sort brand --limit 3 --live',
    'wix-graphql-adapter explain products --language de --as visitor',
    `wix-graphql-adapter explain products --update '{"_id":"p1","price":25}'`,
    'wix-graphql-adapter explain products --insert-references categories --from p1 --to c1,c2',
  );
  withExamples(
    addSigningOptions(addIdentityOptions(addRequestOptions(program.command('query'))))
      .description('send a signed request to a running service')
      .argument('<collection>', 'id of the collection')
      .option(...urlOption)
      .option('--raw', 'the answer as it came, in JSON')
      .action(async (id, options) => (await import('../query.js')).query(id, options, context)),
    `wix-graphql-adapter query products --filter '{"title":{"$contains":"lamp"}}' --fields title,price`,
    'wix-graphql-adapter query orders --member 6f1c0d0e-1111-4222-8333-444455556666 --language en',
    'wix-graphql-adapter query products --count --url https://adapter.example.com --private-key key.pem --app-id app',
  );
  withExamples(
    addIdentityOptions(addRequestOptions(program.command('record')))
      .description('send a request to the API, and keep what was asked and answered as a case')
      .argument('<collection>', 'id of the collection')
      .option(...mappingsOption)
      .option(...casesOption)
      .option('--name <name>', 'name of the case; default: collection and endpoint')
      .option('--insert <items>', 'insert these items: JSON, one or a list; @file or - reads them from there')
      .option('--update <items>', 'update these items')
      .option('--remove <ids>', 'remove the items with these ids, separated by commas')
      .option('--force', 'write a case anew that is there already')
      .action((id, options) =>
        undisturbed(context, async () => (await import('../record.js')).record(id, options, context)),
      ),
    `wix-graphql-adapter record products --filter '{"price":{"$lt":50}}' --sort -price --name cheap-products`,
    'wix-graphql-adapter record products --count',
  );
  withExamples(
    program
      .command('test')
      .description('carry recorded requests out again, without the API, and say what differs')
      .argument('[cases...]', 'files of cases; default: all of the directory')
      .option(...mappingsOption)
      .option(...casesOption)
      .option('--live', 'ask the API anew, and compare what it says now')
      .option('--update', 'write the cases anew that differ')
      .option('--json', 'as JSON')
      .option('--junit', "as JUnit's XML")
      .action((files, options) =>
        undisturbed(context, async () =>
          (await import('../test-cases.js')).testCases(files, options, context),
        ),
      ),
    'wix-graphql-adapter test',
    'wix-graphql-adapter test cases/cheap-products.yaml --live --update',
  );
  for (const command of ['insert', 'update', 'remove'] as const)
    withExamples(
      addSigningOptions(program.command(command))
        .description(`${command} items through a running service, as a signed request`)
        .argument('<collection>', 'id of the collection')
        .argument(
          command === 'remove' ? '<ids...>' : '<items...>',
          command === 'remove'
            ? 'ids of the items'
            : 'items as JSON, one or a list; @file or - reads them from there',
        )
        .option(...urlOption)
        .option('--raw', 'the answer as it came, in JSON')
        .action(async (id, given, options) =>
          (await import('../write.js')).write(command, id, given, options, context),
        ),
      writing[command],
    );
  withExamples(
    addSigningOptions(program.command('conform'))
      .description('hold any server of the service plugin against the rules of the protocol')
      .argument('<url>', 'address of the server, as Wix is given it')
      .option('--collections <ids>', 'only these collections, separated by commas')
      .option('--rules <names>', 'only these rules or areas, separated by commas: filter,token.expired')
      .option('--writes <collection>', 'inserts, updates and removes items of its own in this collection too')
      .option('--items <number>', 'items of a collection that are read at most', '1000')
      .option('--questions <number>', 'questions of a rule about a collection at most', '8')
      .option('--seed <number>', 'draws other questions from the same items', '1')
      .option('--strict', 'rules that only should hold count too')
      .option('--json', 'as JSON')
      .option('--junit', "as JUnit's XML")
      .action(async (url, options) => (await import('../conform.js')).conform(url, options, context)),
    'wix-graphql-adapter conform https://adapter.example.com/wix --private-key key.pem --app-id app',
    'wix-graphql-adapter conform http://127.0.0.1:8080 --collections products --rules filter,token --junit',
  );
  withExamples(
    addSigningOptions(addIdentityOptions(program.command('token')))
      .description('print a signed request, to be sent as the body of a POST')
      .option('--operation <name>', 'query, count, aggregate, collections/get, …', 'query')
      .option('--collection <id>', 'collection of the request')
      .option('--request <json>', 'members of the request; @file or - reads them from there')
      .action(async (options) => (await import('../token.js')).token(options, context)),
    'wix-graphql-adapter token --operation collections/get',
    'wix-graphql-adapter token --collection orders --as member',
    `wix-graphql-adapter token --operation count --collection products --request '{"filter":{"stock":0}}'`,
  );
}
