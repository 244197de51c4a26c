/** Puts files into the folder: whole or not at all, and never over what an integrator may have changed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSchema } from '../../upstream/schema/load.js';
import { printSchemaFile } from '../../upstream/schema/print.js';
import type { OutputFile } from './files.js';
import { type WholeFile, writeAllWhole } from './write-whole.js';

export interface WrittenFiles {
  readonly written: readonly string[];
  readonly kept: readonly string[];
  /** Saved schemas that were kept and say something else than what would have been written. */
  readonly keptSchemas: readonly string[];
}

export interface FileWriting {
  /** Over those that are there too. */
  readonly force: boolean;
  /** Only say what would be written. */
  readonly dry: boolean;
}

export async function writeFiles(
  directory: string,
  files: readonly OutputFile[],
  { force, dry }: FileWriting,
): Promise<WrittenFiles> {
  const written: string[] = [];
  const kept: string[] = [];
  const keptSchemas: string[] = [];
  const wanted: WholeFile[] = [];
  for (const file of files) {
    const path = join(directory, file.name);
    // What editors complete with is the program's own.
    const own = file.name.startsWith('.');
    if (existsSync(path) && !force && !own) {
      if (!file.name.endsWith('.graphql')) kept.push(file.name);
      else if (!(await holdsSchema(path, file.text))) keptSchemas.push(file.name);
      continue;
    }
    wanted.push({ path, text: file.text });
    if (!own) written.push(file.name);
  }
  if (!dry) writeAllWhole(wanted);
  return { written, kept, keptSchemas };
}

/** The same schema, however it is laid out. */
async function holdsSchema(path: string, text: string): Promise<boolean> {
  if (readFileSync(path, 'utf8') === text) return true;
  try {
    return printSchemaFile(await loadSchema(path)) === text;
  } catch {
    return false;
  }
}
