/**
 * An embedded PostgreSQL without tables. Making one takes several times as long as reading it from a file, so the first one leaves its files
 * for the others: in node_modules, which an installation empties, so that no other version finds them.
 */
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { PGlite } = require('@electric-sql/pglite');

const kept = join(__dirname, 'node_modules', '.empty-database.tar');

exports.emptyDatabase = async () => {
  if (existsSync(kept)) return await PGlite.create({ loadDataDir: new Blob([readFileSync(kept)]) });
  const database = await PGlite.create();
  const files = await database.dumpDataDir('none');
  // Others may do the same at this moment: each sees the file whole, or not at all.
  const own = `${kept}.${process.pid}`;
  writeFileSync(own, Buffer.from(await files.arrayBuffer()));
  renameSync(own, kept);
  return database;
};
