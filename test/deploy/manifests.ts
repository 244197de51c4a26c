/** The manifests of deploy/kubernetes, as data. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadRare } from '../rare/rare.js';

export const kubernetes = new URL('../../deploy/kubernetes/', import.meta.url).pathname;

export interface Manifest {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  // Whatever the kind has: each test reads its own part.
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what is tested
  readonly spec: any;
}

export function baseManifests(): readonly Manifest[] {
  const folder = join(kubernetes, 'base');
  return readdirSync(folder)
    .filter((file) => file !== 'kustomization.yaml')
    .map((file) => ({
      file,
      ...(parse(readFileSync(join(folder, file), 'utf8')) as Omit<Manifest, 'file'>),
    }));
}

interface Model {
  readonly prototype: { readonly validate: (this: object) => void };
}

/**
 * What the published schema of its kind says against a manifest. Its validators let unknown members pass; those are found because
 * nothing ever reads them.
 */
export function faultsOf({ file: _, ...data }: Manifest): readonly string[] {
  const models = loadRare(`kubernetes-models/${data.apiVersion}`) as Readonly<Record<string, Model>>;
  const read = new Set<string>();
  try {
    // Its constructor would read every member.
    models[data.kind]!.prototype.validate.call(watched(structuredClone(data), '', read));
  } catch (error) {
    return [(error as Error).message];
  }
  return pathsOf(data, '').filter((path) => !read.has(path));
}

function watched<T extends object>(value: T, path: string, read: Set<string>): T {
  return new Proxy(value, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof key !== 'string') return member;
      const own = `${path}/${key}`;
      read.add(own);
      return typeof member === 'object' && member !== null ? watched(member, own, read) : member;
    },
    // Whoever lists the members takes any.
    ownKeys(target) {
      for (const key of Reflect.ownKeys(target)) read.add(`${path}/${String(key)}`);
      return Reflect.ownKeys(target);
    },
  });
}

function pathsOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [
    `${path}/${key}`,
    ...pathsOf(each, `${path}/${key}`),
  ]);
}
