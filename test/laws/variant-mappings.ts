/** The same imitations with other options: databases, precision of dates, limits. */
import { type DialectCase, dialectCase } from './dialect-case.js';
import { hasura, postgraphile, strapi4, strapi5 } from './dialect-mappings.js';
import {
  contentful,
  directus,
  keystone,
  payload,
  prisma,
  relayOnly,
  shopify,
  vendure,
} from './imitation-mappings.js';

export const variantCases: readonly DialectCase[] = [
  dialectCase('hasura, letters of ASCII folded', {
    ...hasura,
    options: { ...hasura.options, folding: 'ascii' },
  }),
  dialectCase('hasura, microseconds', { ...hasura, options: { ...hasura.options, microseconds: true } }),
  dialectCase('postgraphile, microseconds', { ...postgraphile, options: { microseconds: true } }),
  dialectCase('strapi4, pages of 100', { ...strapi4, options: { defaultLimit: 100, maxLimit: 100 } }),
  dialectCase('strapi5, pages of 100', { ...strapi5, options: { defaultLimit: 100, maxLimit: 100 } }),
  dialectCase('contentful, another order of text', { ...contentful, options: { collation: 'locale' } }),
  dialectCase('prisma, sqlite', { ...prisma, dialect: 'prisma-sqlite', options: { database: 'sqlite' } }),
  dialectCase('prisma, mysql', { ...prisma, options: { database: 'mysql' } }),
  dialectCase('keystone, sqlite', {
    ...keystone,
    dialect: 'keystone-sqlite',
    options: { database: 'sqlite' },
  }),
  dialectCase('keystone, mysql', { ...keystone, options: { database: 'mysql' } }),
  dialectCase('directus, postgresql', { ...directus, dialect: 'directus-postgresql' }),
  dialectCase('directus, mysql', { ...directus, options: { database: 'mysql' } }),
  dialectCase('directus, sqlite', { ...directus, options: { database: 'sqlite' } }),
  dialectCase('payload, mongodb', { ...payload, options: { backend: 'mongodb' } }),
  dialectCase('payload, several sort keys', {
    ...payload,
    list: { field: 'Products', sort: { join: ',' } },
  }),
  dialectCase('vendure, mysql', { ...vendure, options: { database: 'mysql' } }),
  dialectCase('vendure, postgresql', { ...vendure, options: { database: 'postgresql' } }),
  dialectCase('vendure, small pages', {
    ...vendure,
    list: { field: 'products', page: { max: 40 } },
    options: { takeLimit: 40 },
  }),
  dialectCase('shopify, milliseconds', {
    ...shopify,
    list: { ...(shopify.list as object), dates: { precision: 'millisecond' } },
    options: {},
    values: { ...shopify.values, createdAt: (row) => row.createdAt && { $date: row.createdAt } },
  }),
  dialectCase('relayOnly, small pages', {
    ...relayOnly,
    list: { ...(relayOnly.list as object), page: { max: 30 } },
    options: { maximum: 30 },
  }),
];
