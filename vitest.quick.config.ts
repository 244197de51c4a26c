/** `npm run test:quick`: what everyday work needs, under a minute. `npm test` runs everything. */
import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

export default mergeConfig(
  base,
  defineConfig({
    test: {
      // One module graph for all files of a worker: importing takes longer than many of the tests.
      isolate: false,
      // Few random requests of each law; the full number is in each law's own file.
      env: { LAW_RUNS: '3' },
      exclude: [
        ...configDefaults.exclude,
        // Processes of the built program.
        'test/cli/**',
        'test/docs/walkthrough.test.ts',
        'test/docs/configuration.test.ts',
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
