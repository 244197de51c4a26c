/**
 * Loads the parts of the program, each with the code that V8 made of it when the program was built (build/code-cache.cjs): to compile them anew would take
 * much of the time of a start. Without such code for this version of Node, or with other flags of V8, a part is compiled as usual.
 */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const v8 = require('node:v8');
const { Script } = require('node:vm');

const folder = join(__dirname, 'parts');
const loaded = new Map();
/** Set by the build, which wants the scripts by the paths of their files. */
const scripts = { keep: undefined };
let depth = 0;
/** On the process while `serve` starts, which gives the flags back itself (cli/quiet-start.ts). */
const starting = Symbol.for('wix-graphql-adapter starts');
/**
 * What is loaded stays, so V8 would take the young generation for too small, and make it larger for good; and what runs while a program is loaded
 * seldom runs again, so that to optimize it is not worth the time. V8 reads these flags whenever it thinks of that.
 */
const flags = {
  loading: ['--semi-space-growth-factor=1', '--no-opt'],
  usual: ['--semi-space-growth-factor=2', '--opt'],
};
// undici reads answers with one large function of WebAssembly. After the first hundreds of KiB V8 would optimize it, which takes longer than the rest of a start
// and much memory, and makes no request measurably faster.
v8.setFlagsFromString('--wasm-tiering-budget=2000000000');

/** @param name of the part, as the parts write it: `./program.cjs` */
function load(name) {
  const known = loaded.get(name);
  if (known) return known.exports;
  const path = join(folder, name);
  const module = { exports: {}, url: pathToFileURL(path).href };
  loaded.set(name, module);
  if (depth++ === 0) setFlags('loading');
  try {
    run(path, module);
  } finally {
    if (--depth === 0 && !process[starting]) setFlags('usual');
  }
  return module.exports;
}

/** @param of `loading` or `usual` */
function setFlags(of) {
  for (const flag of flags[of]) v8.setFlagsFromString(flag);
}

function run(path, module) {
  const own = Module.createRequire(path);
  const require = (wanted) => (wanted.startsWith('./') ? load(wanted) : own(wanted));
  part(path)(module.exports, require, module, path, folder);
}

/** The parts have no characters beyond ASCII. Each is a function of five. */
function part(path) {
  const text = readFileSync(path, 'latin1');
  if (process.sourceMapsEnabled) return mapped(path, text);
  const script = new Script(text, { filename: path, cachedData: compiled(path) });
  scripts.keep?.(path, script);
  return script.runInThisContext();
}

/** With `--enable-source-maps`: Node looks for the maps of modules alone. The lines stay where the map says. */
function mapped(path, text) {
  const module = new Module(path);
  module._compile(`module.exports = ${text}`, path);
  return module.exports;
}

/** File of the code that was compiled of a part, by this version of Node on such a processor. */
function codeOf(path) {
  return `${path}.${process.version}-${process.arch}.code`;
}

function compiled(path) {
  // What is counted is put into the code when it is compiled.
  if (process.env.NODE_V8_COVERAGE) return undefined;
  try {
    return readFileSync(codeOf(path));
  } catch {
    return undefined;
  }
}

/** Lets a part run again when it is loaded the next time. */
function forget(name) {
  loaded.delete(name);
}

module.exports = { codeOf, forget, load, scripts, setFlags };
