/** A process that plays histories of the cache. */
import { cacheCampaign, withShop } from './cache-campaign.js';
import { playGivenShare } from './in-processes.js';

playGivenShare(({ first, count }) => withShop((shop) => cacheCampaign(shop, first, count)));
