import type { DialectCases } from './case.js';
import { contents } from './cases/contents.js';
import { databases } from './cases/databases.js';
import { shops } from './cases/shops.js';

/** For each dialect: sample conditions and the exact value of the filter argument. */
export const dialectCases: readonly DialectCases[] = [...databases, ...contents, ...shops];
