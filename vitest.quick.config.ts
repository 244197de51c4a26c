/** `npm run test:quick`: what everyday work needs, under a minute. `npm test` runs everything. */
import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

export default mergeConfig(
  base,
  defineConfig({
    test: {
      env: {
        // Few random requests of each law; the full number is in each law's own file.
        LAW_RUNS: '3',
        // One upstream for each way of filtering and of paging: templates of operators, suffixes, predicates and a search
        // language; by offset, page number and cursor, with gaps, and the whole list.
        LAW_CASES: 'hasura;contentful;predicateList;shopify;pageOnly;relayOnly;appsync;plainList',
      },
      exclude: [
        ...configDefaults.exclude,
        // Processes of the built program.
        'test/cli/**',
        'test/docs/walkthrough.test.ts',
        'test/docs/configuration.test.ts',
        // Thousands of conditions for every imitation: the page of what each does itself.
        'test/laws/share.test.ts',
        // Wrong versions of the store of answers, until each is noticed.
        'test/simulation/cache.test.ts',
        // Mixed load for some seconds, and nonsense from every side.
        'test/soak/**',
        'test/fuzz/**',
        // A wrong server for each rule of the protocol.
        'test/conform/**',
        // A browser, thousands of requests, programs.
        'test/console/{browser,copies,one-path}.test.ts',
        // Servers and databases of others.
        'test/laws/third-party.test.ts',
        'test/references/postgraphile.test.ts',
        'test/upstreams/postgraphile{,-server}.test.ts',
        'test/upstreams/engine/sql.test.ts',
        // `init`, from an endpoint to files, many times over, and the trials that it makes there.
        'test/authoring/init/**',
        'test/authoring/learn/**',
        'test/authoring/prove/**',
        // Floods, bombs and lost answers: megabytes of them, or waits between attempts.
        'test/hostile/**',
        'test/gateway/store-hangs.test.ts',
        'test/upstream/transport/allowance.test.ts',
        'test/execute/{guards,lost-answers,write-answers,write-keys,work}.test.ts',
        'test/app/disguise.test.ts',
        'test/app/generations.test.ts',
        'test/server/server.test.ts',
        'test/upstream/transport/client.test.ts',
        // The same over every imitation, or over many random texts.
        'test/execute/{evidence,place,requests}.test.ts',
        'test/explain/abilities.test.ts',
        'test/mapping/{next-action,validate}.test.ts',
        'test/authoring/write/write-yaml.test.ts',
      ],
    },
  }),
);
