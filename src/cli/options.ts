/** Reading of option values; every slip is a CliError with exit code 2 that names the option. */
import { readFileSync } from 'node:fs';
import { isObject } from '../wix/json.js';
import { CliError } from './cli-error.js';

/**
 * @param name how the user gave it: an option or a variable
 * @param others what may stand there besides a port
 */
export function parsePort(text: string, name: string, others = ''): number {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new CliError(2, `${name} must be a port from 0 to 65535${others}`);
  return port;
}

export function parseCount(text: string, name: string): number {
  if (!/^\d{1,15}$/.test(text.trim())) throw new CliError(2, `${name} must be a whole number, 0 or more`);
  return Number(text);
}

/** A whole number from 1 to `most`. */
export function parseWithin(text: string, name: string, most: number): number {
  const value = parseCount(text, name);
  if (value < 1 || value > most) throw new CliError(2, `${name} must be a number from 1 to ${most}`);
  return value;
}

/** JSON itself, `@file`, or `-` for standard input. */
export function readJson(text: string, name: string): unknown {
  const source = text === '-' ? read(0, name) : text.startsWith('@') ? read(text.slice(1), name) : text;
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new CliError(2, `${name} is not valid JSON: ${(error as Error).message}`);
  }
}

export function readJsonObject(text: string, name: string): Readonly<Record<string, unknown>> {
  const value = readJson(text, name);
  if (!isObject(value)) throw new CliError(2, `${name} must be a JSON object`);
  return value;
}

function read(file: string | number, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(2, `${name}: the file cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
