/** `npm run docs:share`: writes docs/pushdown-share.md. */
import { writeFileSync } from 'node:fs';
import { measureShare, type Share, sharedCases, sharePage } from './share.js';

const shares: Share[] = [];
for (const each of sharedCases) shares.push(await measureShare(each));
writeFileSync(new URL('../../docs/pushdown-share.md', import.meta.url), sharePage(shares));
process.stdout.write(`${shares.length} kinds of upstream\n`);
