#!/usr/bin/env node
/** The command line, out of the parts beside it. */
// Until it is heard, SIGHUP ends the process; to load what reads the files again takes most of a start. See cli/hangups.ts.
if (process.argv[2] === 'serve')
  process.on('SIGHUP', () => {
    process[Symbol.for('wix-graphql-adapter heard SIGHUP')] = true;
  });

require('./parts.cjs').load('./program.cjs');
