/** The same questions about a mapping that is in use: what it claims of its list, tried on the rows that are there now. */

import type { Page } from '../../calls/list.js';
import { compileRows } from '../../model/bind/rows.js';
import type { CollectionModel } from '../../model/model.js';
import { AdapterError } from '../../wix/errors.js';
import { type Asker, LookEnded } from './asker.js';
import type { Finding } from './finding.js';
import { countTrials, judgeTotals } from './learn-counts.js';
import { learnFilters } from './learn-filters.js';
import { judgePosition, positionTrials } from './learn-position.js';
import { learnSorts } from './learn-sorts.js';
import { controlTrial, firstPage, readPage } from './look.js';
import { runTrials } from './trials.js';

const rowsLookedAt = 50;

/** Changes that the mapping needs; none where nothing could be read, which others say. */
export async function recheck(model: CollectionModel, asker: Asker): Promise<readonly Finding[]> {
  const query = { condition: undefined, sort: [], reader: compileRows(model, [...model.fields.keys()]) };
  const findings: Finding[] = [];
  try {
    const read = await readPage(model, asker, query, firstPage(model, rowsLookedAt, true));
    if (read.kind !== 'page' || read.page.rows.length === 0 || read.page.rows.includes(null)) return [];
    const look = { model, sample: read.page, asker };
    const counts = countTrials(look);
    const trials = [...positionTrials(look), ...counts.trials];
    if (trials.length > 0) {
      const { answers } = await runTrials<Page>(model, trials, controlTrial(model), asker);
      const position = judgePosition(look, answers);
      findings.push(...position, ...(position.length > 0 ? [] : judgeTotals(look, counts, answers)));
    }
    findings.push(...(await learnFilters(look)), ...(await learnSorts(look)));
  } catch (error) {
    // Rows that cannot be read are said by the reading of the first page.
    if (!(error instanceof LookEnded || error instanceof AdapterError)) throw error;
  }
  return findings.filter(({ change }) => typeof change === 'object');
}
