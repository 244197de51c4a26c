/** The generated pages by their paths. */
import { errorReference } from './error-reference.js';
import { mappingReference } from './mapping-reference.js';

export const references = new Map<string, () => string>([
  ['docs/mapping-reference.md', mappingReference],
  ['docs/errors.md', errorReference],
]);
