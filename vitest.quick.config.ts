/** `npm run test:quick`: what everyday work needs, under a minute. `npm test` runs everything. */
import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

export default mergeConfig(
  base,
  defineConfig({
    test: {
      // One module graph for all files of a worker: importing takes longer than many of the tests.
      isolate: false,
      // Vitest keeps one processor free for itself, which is half of a machine that has two.
      maxWorkers: '100%',
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
        // Servers and databases of others.
        'test/laws/third-party.test.ts',
        'test/upstreams/postgraphile-server.test.ts',
        'test/upstreams/engine/sql.test.ts',
        // `init`, from an endpoint to files, many times over.
        'test/authoring/init/**',
      ],
    },
  }),
);
