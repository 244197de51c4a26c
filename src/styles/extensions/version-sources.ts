/** Where the version of an item stands, for APIs that refuse a change of any other version. */
import type { VersionSource } from './extension.js';

export const versionSources: readonly VersionSource[] = [
  { name: 'commercetools', path: 'version' },
  { name: 'amplify', path: '_version' },
];
