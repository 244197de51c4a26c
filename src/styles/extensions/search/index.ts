/** The query languages that filters of style `search` can name. */
import type { SearchLanguage } from '../extension.js';
import { commercetools } from './commercetools.js';
import { github } from './github.js';
import { kibo } from './kibo.js';
import { shopify } from './shopify.js';

export const searchLanguages: readonly SearchLanguage[] = [shopify, commercetools, kibo, github];
