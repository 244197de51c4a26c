/** The imitated upstreams that the laws go over. */
import type { DialectCase } from './dialect-case.js';
import { dialectCases } from './dialect-mappings.js';
import { imitationCases } from './imitation-mappings.js';
import { variantCases } from './variant-mappings.js';

const all: readonly DialectCase[] = [...dialectCases, ...imitationCases, ...variantCases];

/** LAW_CASES: names of some of them, separated by semicolons, since names hold commas. */
const wanted = process.env.LAW_CASES?.split(';');

/** Whether all of them are gone over. */
export const allCases = wanted === undefined;

export const lawCases: readonly DialectCase[] = all.filter((each) => wanted?.includes(each.name) ?? true);

const unknown = (wanted ?? []).filter((name) => !all.some((each) => each.name === name));
if (unknown.length > 0) throw new Error(`no law has the cases ${unknown.join('; ')}`);
