/**
 * Packages whose index loads all that they have, as far as this program uses them: the rest would be loaded at every start. An import that is not among
 * what is used ends the build.
 */
import { fileURLToPath } from 'node:url';

const used = (name) => fileURLToPath(new URL(`used/${name}`, import.meta.url));

export const onlyWhatIsUsed = {
  name: 'only-what-is-used',
  setup(build) {
    for (const name of ['undici', 'prom-client'])
      build.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: used(`${name}.mjs`) }));
    // HTTP/2, which nothing asks undici for, brings Node's own module of it along; workers come with log transports.
    build.onResolve({ filter: /\/client-h2\.js$/ }, () => ({ path: used('absent.cjs') }));
    build.onResolve({ filter: /^thread-stream$/ }, () => ({ path: used('absent.cjs') }));
    build.onResolve({ filter: /^mime-types$/ }, ({ importer }) =>
      importer === used('mime-types.cjs') ? undefined : { path: used('mime-types.cjs') },
    );
    // Of Node, for subcommands that are programs of their own.
    build.onResolve({ filter: /^(?:node:)?child_process$/ }, ({ importer }) =>
      /\/node_modules\/commander\/lib\/[^/]+$/.test(importer) ? { path: used('absent.cjs') } : undefined,
    );
  },
};
