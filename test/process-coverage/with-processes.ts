/**
 * Test processes of the built program write what they ran into a folder (test/cli/harness.ts hands them its name). After
 * all tests this is converted by the source maps of dist and added to what Vitest measured in its own processes.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mergeProcessCovs, type ProcessCov } from '@bcoe/v8-coverage';
import { V8CoverageProvider } from '@vitest/coverage-v8/dist/provider.js';
import convert from 'ast-v8-to-istanbul';
import { parseAstAsync, type ReportContext, type Vitest } from 'vitest/node';
import { addHits, type FileHits } from './add-hits.js';

/** The folder's name for workers, and by them for the harness. */
const variable = 'PROCESS_COVERAGE';
const handWritten: ReadonlySet<string> = new Set(['cli.js', 'parts.cjs']);
const dist = pathToFileURL(join(import.meta.dirname, '../../dist/')).href;

export class WithProcesses extends V8CoverageProvider {
  override initialize(context: Vitest): void {
    super.initialize(context);
    process.env[variable] = mkdtempSync(join(tmpdir(), 'coverage-'));
  }

  override async generateCoverage(
    context: ReportContext,
  ): ReturnType<V8CoverageProvider['generateCoverage']> {
    const map = await super.generateCoverage(context);
    const folder = process.env[variable]!;
    for (const { url, functions } of ran(folder)) {
      for (const file of await converted(url, functions)) {
        if (map.files().includes(file.path)) addHits(map.fileCoverageFor(file.path).data, file);
      }
    }
    rmSync(folder, { recursive: true, force: true });
    return map;
  }
}

/** What all processes ran of dist, added up. */
function ran(folder: string): readonly Profiler.ScriptCoverage[] {
  let all: ProcessCov = { result: [] };
  for (const name of readdirSync(folder)) {
    const one = JSON.parse(readFileSync(join(folder, name), 'utf8')) as ProcessCov;
    all = mergeProcessCovs([all, { result: one.result.filter(({ url }) => url.startsWith(dist)) }]);
  }
  return all.result;
}

async function converted(url: string, functions: Profiler.FunctionCoverage[]): Promise<readonly FileHits[]> {
  const path = fileURLToPath(url);
  // Those that load the parts are written as they run, in build/program.
  if (handWritten.has(basename(path))) return [];
  if (!existsSync(`${path}.map`)) throw new Error(`${path} has no source map: npm run build`);
  const code = readFileSync(path, 'utf8');
  const files = await convert({
    code,
    ast: await parseAstAsync(code),
    sourceMap: JSON.parse(readFileSync(`${path}.map`, 'utf8')),
    coverage: { url, functions },
  });
  return Object.values(files) as unknown as readonly FileHits[];
}
