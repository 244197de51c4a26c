/**
 * PostGraphile 4 over an embedded PostgreSQL, as a process of its own. Takes one message { sql, simple }, answers
 * { port } or { error }, and ends when its parent goes away.
 *
 * PostGraphile 4 works with graphql 15 only, this project with 16. Packages are found from this file's folder, which has 15.
 */
const http = require('node:http');
const { PGLiteSocketServer } = require('@electric-sql/pglite-socket');
const { Pool } = require('pg');
const { postgraphile } = require('postgraphile');
const { emptyDatabase } = require('./empty-database.cjs');

async function start({ sql, simple }) {
  const database = await emptyDatabase();
  await database.exec(sql);
  const socket = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port: 0 });
  await socket.start();
  const port = Number(socket.getServerConn().split(':').at(-1));
  // There is one backend behind the socket: a second connection would share its prepared statements and transactions.
  const pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 1 });
  const plugins = [
    require('postgraphile-plugin-connection-filter'),
    require('@graphile/pg-aggregates').default,
  ];
  if (simple) plugins.unshift(require('@graphile-contrib/pg-simplify-inflector'));
  const handler = postgraphile(pool, 'public', {
    appendPlugins: plugins,
    simpleCollections: simple ? 'both' : 'omit',
    dynamicJson: true,
    ignoreRBAC: true,
    setofFunctionsContainNulls: false,
    legacyRelations: 'omit',
    extendedErrors: ['errcode'],
    disableQueryLog: true,
    bodySizeLimit: '5MB',
    graphileBuildOptions: {
      connectionFilterRelations: true,
      connectionFilterAllowEmptyObjectInput: true,
    },
  });
  await handler.getGraphQLSchema();
  const server = http.createServer((request, response) => handler(request, response, () => response.end()));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return server.address().port;
}

process.once('disconnect', () => process.exit());
process.once('message', (message) => {
  start(message).then(
    (port) => process.send({ port }),
    (error) => process.send({ error: String(error?.stack ?? error) }),
  );
});
