/** A proof whose false claims have their places in the files. */
import type { FalseClaim } from '../authoring/prove/false-claim.js';
import type { Proof } from '../authoring/prove/prove.js';
import type { Problem } from '../mapping/problem.js';

export interface PlacedClaim extends FalseClaim {
  readonly problem: Problem;
}

export interface PlacedProof extends Omit<Proof, 'faults'> {
  readonly faults: readonly PlacedClaim[];
}
