/** A proof whose false claims have their places in the files. */
import type { Fault } from '../authoring/prove/fault.js';
import type { Proof } from '../authoring/prove/prove.js';
import type { Problem } from '../mapping/problem.js';

export interface Located extends Fault {
  readonly problem: Problem;
}

export interface LocatedProof extends Omit<Proof, 'faults'> {
  readonly faults: readonly Located[];
}
