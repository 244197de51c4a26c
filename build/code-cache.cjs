/**
 * Writes what V8 compiled of each part beside it, for parts.cjs. It takes the code of functions that have run, so the program is used here as it will be
 * used: the demo's shop is served and asked, and the commands of its mapping files are run. Needs the loopback.
 */
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const v8 = require('node:v8');
const { setTimeout: sleep } = require('node:timers/promises');
const { codeOf, forget, load, scripts } = require('../dist/parts.cjs');

const root = join(__dirname, '..');
const mappings = join(root, 'mappings/demo');
const folder = mkdtempSync(join(tmpdir(), 'code-cache-'));
/** Milliseconds that the program may take to say or do something. */
const patience = 60_000;
const print = process.stdout.write.bind(process.stdout);
const ran = new Map();
scripts.keep = (path, script) => ran.set(path, script);
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
let said = '';
process.stdout.write = (text) => {
  said += text;
  return true;
};

write().then(
  () => end(0),
  (error) => {
    print(`${said}\n${error.stack}\n`);
    end(1);
  },
);

async function write() {
  void command('demo', '--port', '0');
  const [, service, upstream] = await until(() => /service runs at (\S+), the shop's GraphQL API at (\S+)\.\s/.exec(said));
  const [, keys] = /--keys (\S+)/.exec(said);
  const key = (name) => readFileSync(join(keys, name), 'utf8');
  Object.assign(process.env, {
    UPSTREAM_URL: upstream,
    WIX_APP_ID: key('app-id').trim(),
    WIX_PUBLIC_KEY: key('public.pem'),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
  });
  const admin = Number(new URL(service).port) + 1;
  void command('serve', '--mappings', mappings, '--port', '0', '--admin-port', String(admin));
  await until(() => fetch(`http://127.0.0.1:${admin}/readyz`).then(({ status }) => status === 200, () => false));
  const access = ['--url', service, '--keys', keys];
  const filter = ['--filter', '{"brandName":"Northwind","price":{"$lt":150}}'];
  for (let turn = 0; turn < 3; turn++) {
    await command('query', 'products', ...filter, '--sort', '-price', '--total', ...access);
    await command('query', 'products', '--filter', '{"title":{"$contains":"lamp"}}', ...access);
    await command('query', 'products', '--count', ...filter, ...access);
  }
  await command('explain', 'products', ...filter, '--mappings', mappings);
  await command('check', '--mappings', mappings);
  await command('init', upstream, '--out', join(folder, 'mappings'));
  // Loading is done with this flag.
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  for (const [path, script] of ran) writeFileSync(codeOf(path), script.createCachedData());
  rmSync(keys, { recursive: true });
}

/** Runs a command line in this process. */
function command(...args) {
  process.argv.splice(1, Infinity, join(root, 'dist/cli.js'), ...args);
  forget('./program.cjs');
  return load('./program.cjs').ended;
}

async function until(found) {
  const start = Date.now();
  for (;;) {
    const value = await found();
    if (value) return value;
    if (Date.now() - start > patience) throw new Error('the program did not answer');
    await sleep(20);
  }
}

function end(code) {
  rmSync(folder, { recursive: true });
  process.exit(code);
}
