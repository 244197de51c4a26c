import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As Node itself resolves it: with Vite's choice (index.mjs) there would be a second graphql beside that of @graphql-tools.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary', 'json-summary'] },
  },
});
