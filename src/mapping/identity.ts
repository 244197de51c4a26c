/** `allow` and `whereFor` of a collection file: who may do what, and which items there are for whom. */
import * as z from 'zod';
import { template } from '../styles/vocabulary.js';
import { identityKinds } from '../wix/identity.js';

const who = z.array(z.enum(identityKinds)).min(1);

export const allow = z
  .strictObject({
    read: who.optional().describe('Who may query, count, aggregate, and read distinct values and references'),
    insert: who.optional().describe('Who may add items'),
    update: who.optional().describe('Who may change items, and make and take away references'),
    remove: who.optional().describe('Who may remove items'),
    truncate: who.optional().describe('Who may remove all items at once; they must be allowed to remove too'),
  })
  .describe(
    'Who may do what: visitor, member, owner (of the site, or a collaborator), app. Others are refused. An operation that is not named is left to Wix and its permissions',
  );

const filter = z.record(z.string(), template);

export const whereFor = z
  .strictObject({
    visitor: filter.optional().describe('Filter for visitors who are not logged in'),
    member: filter.optional().describe('Filter for members of the site'),
    owner: filter.optional().describe('Filter for the owner of the site and collaborators'),
    app: filter.optional().describe('Filter for apps'),
  })
  .describe(
    'Filters like where, by who asks, beside where; {} is every item. Who is not named here is refused',
  );
