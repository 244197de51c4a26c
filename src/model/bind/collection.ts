/** Binds one collection file to its upstream's schema. Every problem is reported; a model comes only without errors. */

import type { Located } from '../../mapping/load.js';
import { errorsOf, type Problem } from '../../mapping/problem.js';
import { upstreamFileName } from '../../mapping/read.js';
import type { CollectionMapping, FieldMapping, Limits } from '../../mapping/schema.js';
import type { Slots } from '../../styles/template.js';
import type { Dialect } from '../../styles/vocabulary.js';
import { Selection } from '../../upstream/document/selection.js';
import { usualAnswer } from '../../upstream/transport/allowance.js';
import { deepFreeze } from '../freeze.js';
import type { CollectionModel, FieldModel, ResolvedLimits } from '../model.js';
import { bindAggregate } from './aggregate.js';
import { bindCaching } from './caching.js';
import { type BindContext, type BindingUpstream, createBindContext, type IdCodecs } from './context.js';

export type { BindingUpstream };

import { bindField, type ListAbilities } from './field.js';
import { fingerprintOf } from './fingerprint.js';
import { bindGet } from './get.js';
import { bindIdentityRules } from './identity-rules.js';
import { bindId, idMappingOf, withReferredIds } from './ids.js';
import { bindList } from './list.js';
import { nameSlots } from './names.js';
import { warnUnused } from './unused.js';
import { bindWhere } from './where.js';
import { virtualFields } from './writes/system.js';
import { bindWrites, versionKey, versionPath } from './writes.js';

export interface BoundCollection {
  readonly model: CollectionModel | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Checks a collection's mapping against the schema and makes its model.
 * @returns all problems, each with its place in the file; no model where one of them is an error
 */
export function bindCollection(
  located: Located<CollectionMapping>,
  upstream: BindingUpstream,
): BoundCollection {
  const problems: Problem[] = [];
  const { schema, dialect, shared } = upstream;
  const context = createBindContext(
    { schema, dialect, upstream: upstream.mapping, located, shared },
    problems,
  );
  const mapping = located.value;
  const list = bindList(context);
  if (!list) return { model: undefined, problems };
  const abilities: ListAbilities = { style: list.style, filter: list.model.filter, sort: list.model.sort };
  const fields = bindFields(abilities, upstream.idCodecs ?? new Map(), context);
  warnUnused(list, fields, context);
  const listField = typeof mapping.list === 'string' ? mapping.list : mapping.list.field;
  const slots: Slots = {
    ...nameSlots(listField, mapping.type),
    field: idMappingOf(mapping).path.split('.').at(-1),
  };
  const get = bindGet(list.model, slots, context);
  const aggregate = bindAggregate(list.model, fields, slots, context);
  const where = bindWhere(mapping.where, ['where'], fields, context);
  const rules = bindIdentityRules(where, fields, context);
  const writes = bindWrites(fields, slots, list.style.envelope, context);
  if (errorsOf(problems).length > 0) return { model: undefined, problems };

  const { file } = context;
  const model = deepFreeze<CollectionModel>(
    {
      id: mapping.collection,
      displayName: mapping.displayName ?? mapping.collection,
      typeName: mapping.type,
      operationName: `Wix_${mapping.collection.replace(/[^A-Za-z0-9_]/g, '_')}`,
      fingerprint: fingerprintOf(mapping, upstream, list, fields),
      file,
      positions: {
        count: context.position(['list', 'count']),
        aggregate: context.position(['aggregate']),
        list: context.position(['list']),
      },
      upstream: upstream.name,
      fields,
      filterable: new Map(
        [...fields.values()].flatMap((each) => (each.filter ? [[each.filter.field, each]] : [])),
      ),
      list: list.model,
      lightRow: lightRowOf(fields.get('_id')),
      get,
      aggregate,
      writes,
      where,
      rules,
      caching: bindCaching(mapping, upstream, fields, shared),
      limits: resolveLimits(upstream.dialect?.limits, upstream.mapping.limits, mapping.limits),
      limitFiles: limitFiles(mapping.limits, upstream, file),
      permissions: {
        insert: 'ADMIN',
        update: 'ADMIN',
        remove: 'ADMIN',
        read: 'ANYONE',
        ...definedOf(mapping.permissions ?? {}),
      },
      pagingMode: mapping.paging ?? 'OFFSET',
    },
    shared.frozen,
  );
  return { model, problems };
}

function lightRowOf(id: FieldModel | undefined): string {
  const selection = new Selection();
  if (id?.source.kind === 'path') selection.add(id.source.steps);
  const { text, variables } = selection.print();
  return text === '' || variables.length > 0 ? '__typename' : text;
}

function bindFields(
  abilities: ListAbilities,
  idCodecs: IdCodecs,
  context: BindContext,
): ReadonlyMap<string, FieldModel> {
  const mapping = context.located.value;
  const fields = new Map<string, FieldModel>();
  const idAt = typeof mapping.id === 'string' ? ['id'] : ['id', 'path'];
  const { path: idPath, operators } = idMappingOf(mapping);
  // `init` writes this where it cannot tell what identifies an item.
  if (idPath === '?')
    context.problem(idAt, 'the id waits for a value', {
      help: 'write the path of a field that each item has, that no two items share, and that never changes',
    });
  const id =
    idPath === '?'
      ? undefined
      : bindField(
          { key: '_id', at: ['id'], pathAt: idAt },
          { path: idPath, type: 'TEXT', displayName: 'ID', ...(operators ? { operators } : {}) },
          abilities,
          context,
        );
  if (id) fields.set('_id', bindId(id, context));
  for (const [key, value] of Object.entries(mapping.fields)) {
    const at = ['fields', key];
    if (key === '_id') {
      context.problem(at, '_id is the id of the collection', {
        at: 'key',
        help: 'write id: with its path, beside fields:',
      });
      continue;
    }
    const field: FieldMapping = typeof value === 'string' ? { path: value } : value;
    const pathAt = typeof value === 'string' ? at : [...at, 'path'];
    const bound = bindField({ key, at, pathAt }, field, abilities, context);
    if (bound) fields.set(key, withReferredIds(bound, idCodecs));
  }
  const version = versionPath(mapping.writes);
  if (version !== undefined && context.schema.getType(mapping.type)) {
    const place = { key: versionKey, at: ['writes'], pathAt: ['writes'] };
    const bound = bindField(place, { path: version, hidden: true, type: 'ANY' }, abilities, context);
    if (bound) fields.set(versionKey, bound);
  }
  for (const each of virtualFields(mapping.writes, fields, context)) fields.set(each.key, each);
  return fields;
}

const defaults: ResolvedLimits = {
  scan: 10_000,
  pages: 200,
  bytes: 64 * 2 ** 20,
  answer: usualAnswer,
  deadline: 12_000,
  page: 1000,
  concurrency: 4,
  ids: 100,
  nodes: undefined,
  work: 10_000_000,
};

function resolveLimits(
  dialect: Dialect['limits'],
  ...layers: readonly (Limits | undefined)[]
): ResolvedLimits {
  let limits: ResolvedLimits = { ...defaults, ...definedOf(dialect ?? {}) };
  for (const layer of layers) limits = { ...limits, ...definedOf(layer ?? {}) };
  return limits;
}

function limitFiles(
  own: Limits | undefined,
  upstream: BindingUpstream,
  file: string,
): CollectionModel['limitFiles'] {
  const fileOf = (limit: keyof ResolvedLimits): string =>
    own?.[limit] === undefined && upstream.mapping.limits?.[limit] !== undefined
      ? upstreamFileName(upstream.name)
      : file;
  const names = Object.keys(defaults) as (keyof ResolvedLimits)[];
  return Object.fromEntries(names.map((each) => [each, fileOf(each)])) as CollectionModel['limitFiles'];
}

/** Without members that are undefined, which must not cover a default. */
function definedOf<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never;
}
