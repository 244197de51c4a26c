/** All rules, in the order in which they are shown. */
import type { Rule } from '../rule.js';
import { filterRules } from './filters.js';
import { logicRules } from './logic.js';
import { tokenRules } from './tokens.js';

export const allRules: readonly Rule[] = Object.freeze([...tokenRules, ...filterRules, ...logicRules]);
