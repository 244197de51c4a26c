/** A proof whose false claims have their places in the files. */
import type { FalseClaim } from '../authoring/prove/false-claim.js';
import type { Proof } from '../authoring/prove/prove.js';
import type { SavedClaim } from '../console/claims/saved-proof.js';
import type { Problem } from '../mapping/problem.js';
import type { SourceFile } from '../mapping/source.js';

export interface PlacedClaim extends FalseClaim {
  readonly problem: Problem;
}

export interface PlacedProof extends Omit<Proof, 'faults'> {
  readonly faults: readonly PlacedClaim[];
}

/** @param source of the collection's file */
export function placedClaim(fault: FalseClaim, source: SourceFile): PlacedClaim {
  const asked = Object.keys(fault.question).length === 0 ? '' : `; asked: ${JSON.stringify(fault.question)}`;
  const problem = source.problemAt(fault.line, fault.message, {
    at: 'key',
    help: `write ${fault.mend}${asked}`,
  });
  return { ...fault, problem };
}

/** A false claim as plain data, with its place. */
export function plainClaim({ claim, message, mend, question, problem }: PlacedClaim): SavedClaim {
  const { file, line, column } = problem;
  return { claim, file, line, column, message, mend, question };
}
