/** What `prove` found, kept beside the mapping files for the console. Questions hold values of the API, so nobody else can read it. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FalseClaim, Fix } from '../authoring/prove/false-claim.js';
import { writeWhole } from '../authoring/write/write-whole.js';
import type { SavedProof } from '../console/claims/saved-proof.js';
import type { Mappings } from '../mapping/read.js';
import type { World } from '../world/world.js';
import { type PlacedProof, plainClaim } from './placed-proof.js';

/** A proof as it stands in the file. */
interface KeptProof extends Omit<SavedProof, 'isOld'> {
  /** Of the texts that it is about. */
  readonly hash: string;
  /** Of the false claims, in their order: the lines of the mapping that they are, and what mends them. */
  readonly lines: readonly FalseClaim['line'][];
  readonly fixes?: readonly (Fix | null)[];
}

const folder = '.proofs';
const file = 'proofs.json';

/** Those of other collections stay. */
export function saveProof(
  world: Pick<World, 'now'>,
  directory: string,
  mappings: Mappings,
  { faults, ...proof }: PlacedProof,
): void {
  const saved: KeptProof = {
    ...proof,
    at: new Date(world.now()).toISOString(),
    hash: hashOf(mappings, proof.collection),
    faults: faults.map(plainClaim),
    lines: faults.map(({ line }) => line),
    fixes: faults.map(({ fix }) => fix ?? null),
  };
  const others = read(directory).filter(({ collection }) => collection !== saved.collection);
  mkdirSync(join(directory, folder), { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, folder, '.gitignore'), '*\n');
  writeWhole(join(directory, folder, file), JSON.stringify([...others, saved]), 0o600);
}

/** Of collections that are still there. */
export function savedProofs(directory: string, mappings: Mappings): readonly SavedProof[] {
  const ids = new Set(mappings.collections.map(({ value }) => value.collection));
  return read(directory)
    .filter(({ collection }) => ids.has(collection))
    .map(({ hash, lines: _lines, fixes: _fixes, ...proof }) => ({
      ...proof,
      isOld: hash !== hashOf(mappings, proof.collection),
    }));
}

/** The last proof of the collection, where its questions were not all asked and nothing was changed since. */
export function unfinishedProof(
  directory: string,
  mappings: Mappings,
  collection: string,
):
  | { readonly questions: number; readonly requests: number; readonly faults: readonly FalseClaim[] }
  | undefined {
  const found = read(directory).find((each) => each.collection === collection);
  if (!found || found.unasked === 0 || found.hash !== hashOf(mappings, collection)) return undefined;
  const { questions, requests, faults, lines, fixes } = found;
  return {
    questions,
    requests,
    faults: faults.map(({ claim, message, mend, question }, at) => ({
      claim,
      message,
      mend,
      question,
      line: lines[at]!,
      fix: fixes?.[at] ?? undefined,
    })),
  };
}

/** A file that is not there, or is no such file, holds no proofs. */
function read(directory: string): readonly KeptProof[] {
  try {
    const proofs: unknown = JSON.parse(readFileSync(join(directory, folder, file), 'utf8'));
    return Array.isArray(proofs) ? (proofs as readonly KeptProof[]) : [];
  } catch {
    return [];
  }
}

/** Changes with the files of the collection and of the upstreams. */
function hashOf({ collections, upstreams }: Mappings, collection: string): string {
  const own = collections.find(({ value }) => value.collection === collection);
  const hash = createHash('sha256').update(own?.source.text ?? '');
  for (const { source } of upstreams.values()) hash.update(source.text);
  return hash.digest('hex').slice(0, 16);
}
