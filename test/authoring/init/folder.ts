/** Runs `init` into a folder of its own, and serves what it wrote, untouched. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type App, createApp } from '../../../src/app/app.js';
import { check } from '../../../src/cli/check.js';
import { CliError } from '../../../src/cli/cli-error.js';
import type { CliContext } from '../../../src/cli/context.js';
import { init } from '../../../src/cli/init.js';
import type { InitCommandOptions } from '../../../src/cli/init-options.js';
import { formatProblem } from '../../../src/mapping/problem.js';
import type { Engine } from '../../../src/service/engine.js';
import { unobserved } from '../../../src/world/observation.js';
import { systemWorld } from '../../../src/world/system-world.js';
import type { World } from '../../../src/world/world.js';

export interface InitRun {
  readonly exitCode: number;
  /** Everything that was printed, the final error's message last. */
  readonly output: string;
}

export interface Folder {
  readonly path: string;
  init(
    url: string | undefined,
    options?: Partial<InitCommandOptions>,
    environment?: CliContext['environment'],
    world?: World,
  ): Promise<InitRun>;
  /** `check --live` of what is in the folder. */
  checkLive(): Promise<InitRun>;
  /** Texts by file name with forward slashes. */
  files(): Readonly<Record<string, string>>;
  remove(): void;
}

/** Runs a command as the program does. */
async function run(
  command: (context: CliContext) => Promise<void>,
  environment: CliContext['environment'] = {},
  world: World = systemWorld,
): Promise<InitRun> {
  const lines: string[] = [];
  let exitCode = 0;
  const write = (line: string): void => void lines.push(line);
  const context: CliContext = {
    world,
    environment,
    program: 'wix-graphql-adapter',
    print: write,
    note: write,
    progress: () => undefined,
    terminal: false,
    setExitCode: (code) => {
      exitCode = code;
    },
  };
  try {
    await command(context);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    lines.push(error.message);
    exitCode = error.exitCode;
  }
  return { exitCode, output: lines.join('\n') };
}

export function createFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'wix-init-'));
  return {
    path,
    init: (url, options = {}, environment = {}, world = systemWorld) =>
      run((context) => init(url, { out: path, ...options }, context), environment, world),
    checkLive: () => run((context) => check({ mappings: path, live: true }, context)),
    files() {
      const all = readdirSync(path, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
      return Object.fromEntries(
        all
          .map((each) => join(each.parentPath, each.name))
          .sort()
          .map((file) => [relative(path, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')]),
      );
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

export interface Served {
  readonly app: App;
  readonly engine: Engine;
  close(): Promise<void>;
}

/** @throws Error with the problems, where there are any */
export async function serveFolder(
  path: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: path,
    environment,
    observe: unobserved,
    retry: 'never',
  });
  await app.started;
  if (app.problems.length > 0 || !app.ready) {
    await app.close();
    throw new Error([...app.problems.map(formatProblem), ...app.reasons].join('\n'));
  }
  return {
    app,
    engine: app.generation.engine,
    close: () => app.close(),
  };
}
