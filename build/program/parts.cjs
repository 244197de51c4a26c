/**
 * Loads the parts of the program, each with the code that V8 made of it when the program was built (build/code-cache.cjs): to compile them anew would take
 * much of the time of a start. Without such code for this version of Node, or with other flags of V8, a part is compiled as usual.
 */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const v8 = require('node:v8');
const { Script } = require('node:vm');

const folder = join(__dirname, 'parts');
const loaded = new Map();
/** Set by the build, which wants the scripts by the paths of their files. */
const scripts = { keep: undefined };
let depth = 0;

/** @param name of the part, as the parts write it: `./program.cjs` */
function load(name) {
  const known = loaded.get(name);
  if (known) return known.exports;
  const path = join(folder, name);
  const module = { exports: {}, url: pathToFileURL(path).href };
  loaded.set(name, module);
  if (depth++ === 0) growYoungGeneration(1);
  try {
    run(path, module);
  } finally {
    if (--depth === 0) growYoungGeneration(2);
  }
  return module.exports;
}

/**
 * What is loaded stays, so V8 would take the young generation for too small, and make it larger for good. It reads this flag whenever it thinks of that.
 * @param factor 1: not at all; 2: as usual
 */
function growYoungGeneration(factor) {
  v8.setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

function run(path, module) {
  // The parts have no characters beyond ASCII. Each is a function of these five.
  const script = new Script(readFileSync(path, 'latin1'), { filename: path, cachedData: compiled(path) });
  scripts.keep?.(path, script);
  const own = createRequire(path);
  const require = (wanted) => (wanted.startsWith('./') ? load(wanted) : own(wanted));
  script.runInThisContext()(module.exports, require, module, path, folder);
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

module.exports = { codeOf, forget, load, scripts };
