/**
 * Writes what V8 compiled of each part beside it, for parts.cjs. It takes the code of functions that have run, so the program is used here as it will be
 * used: the demo's shop is served and asked, and the commands of its mapping files are run. Needs the loopback.
 */
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const v8 = require('node:v8');
const { setTimeout: sleep } = require('node:timers/promises');
const { codeOf, forget, load, scripts, setFlags } = require('../dist/parts.cjs');

const root = join(__dirname, '..');
const cli = join(root, 'dist/cli.js');
const mappings = join(root, 'mappings/demo');
const folder = mkdtempSync(join(tmpdir(), 'code-cache-'));
const filter = ['--filter', '{"brandName":"Northwind","price":{"$lt":150}}'];
const asked = [
  ['query', 'products', ...filter, '--sort', '-price', '--total'],
  ['query', 'products', '--filter', '{"title":{"$contains":"lamp"}}'],
  ['query', 'products', '--count', ...filter],
];
/** Milliseconds that the program may take to say or do something. */
const patience = 60_000;
const ran = new Map();
scripts.keep = (path, script) => ran.set(path, script);
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
let said = '';
process.stdout.write = (text) => {
  said += text;
  return true;
};
// What a start needs is used once, and would be thrown away until the code is taken.
v8.setFlagsFromString('--no-flush-bytecode');

write().then(
  () => end(0),
  (error) => {
    process.stderr.write(`${said}\n${error.stack}\n`);
    end(1);
  },
);

async function write() {
  const demo = spawn(process.execPath, [join(root, 'dist/cli.js'), 'demo', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    demo.stdout.on('data', (text) => {
      said += text;
    });
    const [, service, upstream] = await until(() => /service runs at (\S+), the shop's GraphQL API at (\S+)\.\s/.exec(said));
    const [, keys] = /--keys (\S+)/.exec(said);
    const key = (name) => readFileSync(join(keys, name), 'utf8');
    Object.assign(process.env, {
      UPSTREAM_URL: upstream,
      WIX_APP_ID: key('app-id').trim(),
      WIX_PUBLIC_KEY: key('public.pem'),
      HOST: '127.0.0.1',
    });
    await serve(keys);
    // What `serve` has loaded holds what it needs, and no more: to read the code of a function that is not called takes time too.
    const served = codes();
    await others(keys, service, upstream);
    for (const [path, code] of new Map([...codes(), ...served])) writeFileSync(codeOf(path), code);
    rmSync(keys, { recursive: true });
  } finally {
    demo.kill('SIGKILL');
  }
}
/** Asked by programs of their own, of which nothing is to be in the code. */
async function serve(keys) {
  const [port, admin] = [await freePort(), await freePort()];
  void command('serve', '--mappings', mappings, '--port', String(port), '--admin-port', String(admin));
  await until(() => fetch(`http://127.0.0.1:${admin}/readyz`).then(({ status }) => status === 200, () => false));
  for (const each of asked) {
    const query = spawn(process.execPath, [cli, ...each, '--url', `http://127.0.0.1:${port}`, '--keys', keys], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = await once(query, 'exit');
    if (code !== 0) throw new Error(`${each.join(' ')} ended with ${code}`);
  }
}

async function others(keys, service, upstream) {
  void command('demo', '--port', '0');
  for (let turn = 0; turn < 3; turn++)
    for (const each of asked) await command(...each, '--url', service, '--keys', keys);
  await command('explain', 'products', ...filter, '--mappings', mappings);
  await command('check', '--mappings', mappings);
  await command('init', upstream, '--out', join(folder, 'mappings'));
}

/** The code of each part, made under the flags of V8 that it is loaded with. */
function codes() {
  v8.setFlagsFromString('--flush-bytecode');
  setFlags('loading');
  const made = new Map([...ran].map(([path, script]) => [path, script.createCachedData()]));
  setFlags('usual');
  v8.setFlagsFromString('--no-flush-bytecode');
  return made;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs a command line in this process. */
function command(...args) {
  process.argv.splice(1, Infinity, cli, ...args);
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
