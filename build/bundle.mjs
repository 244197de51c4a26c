/**
 * `npm run build`: dist of src. The command line is made of parts: what every command needs, and what one needs besides, packages included; hundreds of
 * small files would take most of the time of a start. The service as a function is a program of its own.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inAscii, refuseOthers } from './ascii.mjs';
import { exportedValues, refuseCircles } from './exported-values.mjs';
import { licencesOf } from './licences.mjs';
import { onlyWhatIsUsed } from './only-what-is-used.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

const node = { platform: 'node', target: 'node20.19', minifyWhitespace: true, sourcemap: true, sourcesContent: false };
const bundled = {
  ...node,
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: 'esm',
  // As modules where packages have them: of those only what is used comes along.
  mainFields: ['module', 'main'],
  // Whoever wants a shared store installs one of them.
  external: ['iovalkey', 'ioredis'],
  plugins: [onlyWhatIsUsed, inAscii],
  // graphql looks for a second copy of itself otherwise, each time that it is asked what a type is.
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  metafile: true,
};

rmSync(dist, { recursive: true, force: true });
const modules = mkdtempSync(join(tmpdir(), 'bundle-'));
try {
  const program = await build({
    ...bundled,
    entryPoints: { program: 'src/cli.ts' },
    outdir: modules,
    outExtension: { '.js': '.cjs' },
    chunkNames: '[hash]',
  });
  // Node takes code that was compiled before for scripts alone, not for modules.
  await build({
    ...node,
    entryPoints: readdirSync(modules)
      .filter((each) => each.endsWith('.cjs'))
      .map((each) => join(modules, each)),
    outdir: join(dist, 'parts'),
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    supported: { 'dynamic-import': false },
    banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
    footer: { js: '})' },
    // As parts.cjs gives it.
    define: { 'import.meta.url': 'module.url' },
  });
  refuseCircles(program.metafile.outputs);
  for (const each of readdirSync(join(dist, 'parts')).filter((name) => name.endsWith('.cjs'))) {
    const part = join(dist, 'parts', each);
    writeFileSync(part, exportedValues(readFileSync(part, 'utf8')));
    refuseOthers(part);
  }
  const handler = await build({
    ...bundled,
    entryPoints: { handler: 'src/cli/handler.ts' },
    outdir: join(dist, 'cli'),
    chunkNames: 'parts/[hash]',
    banner: {
      // Packages of the older form ask for Node's own modules by this name.
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  const inputs = [program, handler].flatMap(({ metafile }) => Object.keys(metafile.inputs));
  writeFileSync(join(dist, 'LICENCES.txt'), licencesOf(root, inputs));
} finally {
  rmSync(modules, { recursive: true });
}
const place = (name) => copyFileSync(join(root, 'build/program', name), join(dist, name));
place('parts.cjs');
place('cli.js');
// To load modules Node reads their files in another way, which takes longer than the rest of what stands in cli.js.
writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
writeFileSync(join(dist, 'cli/package.json'), '{ "type": "module" }\n');
chmodSync(join(dist, 'cli.js'), 0o755);
// With Node as it is: V8 refuses what was compiled with other flags than those of the process that loads it.
execFileSync(process.execPath, [join(root, 'build/code-cache.cjs')], {
  env: { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '' },
  // Out comes what the service logs.
  stdio: ['ignore', 'pipe', 'inherit'],
});
