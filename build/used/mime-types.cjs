/**
 * mime-types, whose tables of two thousand types are made when one is asked for: Koa and what it brings along load it, and nothing here asks. One copy
 * for all of them.
 */
const asked =
  (name) =>
  (...given) =>
    require('mime-types')[name](...given);

for (const name of ['charset', 'contentType', 'extension', 'lookup']) exports[name] = asked(name);
