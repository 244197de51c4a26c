/** A cell that holds no value of its field. */
import type { AdapterError } from '../wix/errors.js';

/** A cell whose value is none of its field, with the refusal that names item, field and line. */
export interface CellFault {
  readonly key: string;
  readonly error: AdapterError;
}
