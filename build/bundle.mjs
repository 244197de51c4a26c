/**
 * `npm run build`: dist of src. Each entry is one file with what it always needs, packages included; what a command alone needs is in files of dist/parts
 * that are loaded when it is used. Hundreds of small files would take most of the time of a start.
 */
import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licencesOf } from './licences.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const licences = 'dist/LICENCES.txt';

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli.ts', 'cli/handler': 'src/cli/handler.ts' },
  outdir: 'dist',
  chunkNames: 'parts/[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // As modules where packages have them: of those only what is used comes along.
  mainFields: ['module', 'main'],
  // Whoever wants a shared store installs one of them.
  external: ['iovalkey', 'ioredis'],
  // Packages of the older form ask for Node's own modules by this name.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  minifyWhitespace: true,
  legalComments: 'none',
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
});

writeFileSync(join(root, licences), licencesOf(root, Object.keys(metafile.inputs)));
chmodSync(join(root, 'dist/cli.js'), 0o755);
removeOthers(new Set([...Object.keys(metafile.outputs), licences]));

/** Files of earlier builds. */
function removeOthers(made) {
  if (!existsSync(join(root, 'dist'))) return;
  for (const each of readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true })) {
    const path = join(each.parentPath ?? each.path, each.name);
    if (each.isFile() && !made.has(relative(root, path).replaceAll('\\', '/'))) rmSync(path);
  }
}
