/** `npm run docs`: writes the generated pages anew. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './markdown.js';
import { references } from './reference.js';

for (const [page, text] of references) writeFileSync(join(root, page), text());
