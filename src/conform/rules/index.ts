/** All rules, in the order in which they are shown. */
import type { Rule } from '../rule.js';
import { aggregateRules } from './aggregates.js';
import { collectionRules } from './collections.js';
import { deploymentRules, replicaRules } from './deployment.js';
import { distinctRules } from './distinct.js';
import { errorRules } from './errors.js';
import { filterRules } from './filters.js';
import { insertRules } from './inserts.js';
import { itemRules } from './items.js';
import { logicRules } from './logic.js';
import { pageRules } from './pages.js';
import { pairRules } from './pairs.js';
import { referenceRules } from './references.js';
import { sortRules } from './sorts.js';
import { tokenRules } from './tokens.js';
import { totalRules } from './totals.js';
import { updateRules } from './updates.js';

export const allRules: readonly Rule[] = Object.freeze([
  ...tokenRules,
  ...collectionRules,
  ...itemRules,
  ...filterRules,
  ...logicRules,
  ...sortRules,
  ...pageRules,
  ...totalRules,
  ...aggregateRules,
  ...distinctRules,
  ...referenceRules,
  ...pairRules,
  ...errorRules,
  ...insertRules,
  ...updateRules,
  ...replicaRules,
  ...deploymentRules,
]);
