/** All dialects: presets that say how one kind of GraphQL API spells things and what they mean. */
import type { Dialect } from '../styles/vocabulary.js';
import { contentful } from './contentful.js';
import { hasura } from './hasura.js';
import { hasuraCamel } from './hasura-camel.js';
import { jsonGraphqlServer } from './json-graphql-server.js';
import { keystone } from './keystone.js';
import { payload } from './payload.js';
import { postgraphile } from './postgraphile.js';
import { postgraphilePlain } from './postgraphile-plain.js';
import { postgraphile4 } from './postgraphile4.js';
import { postgraphile4Plain } from './postgraphile4-plain.js';
import { prisma } from './prisma.js';
import { relay } from './relay.js';
import { strapi4 } from './strapi4.js';
import { strapi5 } from './strapi5.js';
import { vendure } from './vendure.js';

/** In the order of the documentation; where two fingerprints score alike, the earlier one is taken. */
export const dialects: readonly Dialect[] = [
  hasura,
  hasuraCamel,
  postgraphile,
  postgraphilePlain,
  postgraphile4,
  postgraphile4Plain,
  strapi5,
  strapi4,
  contentful,
  payload,
  keystone,
  prisma,
  vendure,
  jsonGraphqlServer,
  relay,
];

/** undefined: no dialect has this name. */
export function dialectNamed(name: string): Dialect | undefined {
  return dialects.find((dialect) => dialect.name === name);
}
