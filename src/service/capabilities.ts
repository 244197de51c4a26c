/** What the service as a whole can do (protocol section 4.15): collections are not made or changed from Wix. */
import type { Handler } from './handler.js';

const capabilities = Object.freeze({
  supportsCollectionModifications: false,
  supportedFieldTypes: [],
  indexOptions: {
    supportsIndexes: false,
    maxNumberOfRegularIndexesPerCollection: 0,
    maxNumberOfUniqueIndexesPerCollection: 0,
    maxNumberOfIndexesPerCollection: 0,
  },
});

export const getCapabilities: Handler = () => capabilities;
