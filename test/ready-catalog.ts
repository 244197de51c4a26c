/** A catalog of collections that are all bound: nothing is pending, and nothing is wrong. */
import type { CollectionModel } from '../src/model/model.js';
import type { Catalog } from '../src/service/catalog.js';

export function readyCatalog(collections: ReadonlyMap<string, CollectionModel> = new Map()): Catalog {
  return {
    generationNumber: 1,
    kept: new Set(),
    collections,
    pending: new Set(),
    rulesUnknown: new Set(),
    problems: [],
    withdrawn: [],
    gateways: [],
    ready: true,
    reasons: [],
    started: Promise.resolve(),
  };
}
