/** Puts what was learned from the API into a proposed mapping, each with a comment. */

import type { CollectionMapping, FieldMapping } from '../../mapping/schema.js';
import type { ListOverrides } from '../../styles/vocabulary.js';
import { assumption } from '../detect/paging.js';
import type { Learned } from '../learn/learned.js';
import type { YamlComment } from '../write/write-yaml.js';
import type { ProposedCollection } from './collection.js';

export function applyLearned(proposed: ProposedCollection, learned: Learned): ProposedCollection {
  const comments: YamlComment[] = [...proposed.comments];
  const fields: Record<string, string | FieldMapping> = {};
  const left: Record<string, string | FieldMapping> = {};
  for (const [key, value] of Object.entries(proposed.value.fields)) {
    const refused = learned.unreadable.get(key);
    if (refused !== undefined) {
      left[key] = value;
      continue;
    }
    const type = learned.types.get(key);
    fields[key] =
      type === undefined ? value : { ...(typeof value === 'string' ? { path: value } : value), type };
    const refusedFilter = learned.refusedFilters.includes(key);
    const refusedSort = learned.refusedSorts.includes(key);
    const wrongFilter = learned.wrongFilters.includes(key);
    if (refusedFilter || refusedSort || wrongFilter) {
      const own = fields[key]!;
      fields[key] = {
        ...(typeof own === 'string' ? { path: own } : own),
        ...(refusedFilter || wrongFilter ? { filter: false as const } : {}),
        ...(refusedSort ? { sort: false as const } : {}),
      };
    }
    if (refusedFilter || refusedSort) {
      const what = refusedFilter && refusedSort ? 'filters and sorts' : refusedFilter ? 'filters' : 'sorts';
      comments.push({
        path: ['fields', key],
        text: `learned: the API refuses ${what} on it that its schema offers`,
        place: 'end',
      });
    }
    if (wrongFilter)
      comments.push({
        path: ['fields', key],
        text: 'learned: the filter for a value gives other rows than those that have it',
        place: 'end',
      });
    if (type === 'TEXT')
      comments.push({
        path: ['fields', key],
        text: 'learned: its values have more digits than a number holds',
        place: 'end',
      });
  }
  let list = proposed.value.list;
  const amend = (part: 'page' | 'sort' | 'count' | 'filter', value: object | null, text: string): void => {
    const own = typeof list === 'string' ? { field: list } : list;
    const present = own[part];
    const merged =
      value === null || typeof present !== 'object' || present === null ? value : { ...present, ...value };
    list = { ...own, [part]: merged } as CollectionMapping['list'];
    comments.push({ path: ['list', part], text: `learned: ${text}`, place: 'end' });
  };
  if (learned.pageMax !== undefined) {
    const at = comments.findIndex(({ path }) => path.join('.') === 'list.page');
    const guess = comments[at];
    if (guess) comments[at] = { ...guess, text: guess.text.replace(`; ${assumption}`, '') };
    amend(
      'page',
      { max: learned.pageMax },
      learned.pageMaxSuspected
        ? `a larger limit gives ${learned.pageMax} rows, and nothing tells whether that is all: as many are refused`
        : `pages come with at most ${learned.pageMax} rows`,
    );
  }
  if (learned.pageFixed !== undefined)
    amend('page', { fixed: learned.pageFixed }, `every page has ${learned.pageFixed} rows`);
  if (learned.pageBase !== undefined)
    amend('page', { base: learned.pageBase }, `pages are numbered from ${learned.pageBase}`);
  if (learned.baseAssumed) {
    const own = typeof list === 'string' ? { field: list } : list;
    list = { ...own, page: { ...own.page, base: 1 } } as CollectionMapping['list'];
    comments.push({
      path: ['list', 'page'],
      text: 'base: 1 is assumed: the collection was empty when this was written',
      place: 'end',
    });
  }
  if (learned.count !== undefined) amend('count', null, learned.count);
  if (learned.countStyle !== undefined) amend('count', learned.countStyle.style, learned.countStyle.why);
  if (learned.nulls !== undefined) {
    amend(
      'sort',
      { nulls: learned.nulls },
      `missing values sort ${learned.nulls === 'lowest' ? 'first' : 'last'} ascending`,
    );
  }
  if (learned.wrongIdFilter) {
    const { id } = proposed.value;
    amend(
      'filter',
      { fields: { ...filterOf(list).fields, [typeof id === 'string' ? id : id.path]: false } },
      'the filter by id does not find the item that shows the id',
    );
  }
  if (learned.wrongNullTests.length > 0) {
    const operators: Record<string, object> = { ...filterOf(list).operators };
    for (const kind of learned.wrongNullTests) operators[kind] = { ...operators[kind], notNull: null };
    amend('filter', { operators }, 'the test for a value is not heeded');
  }
  if (learned.ids !== undefined) {
    list = { ...(typeof list === 'string' ? { field: list } : list), ids: learned.ids };
    comments.push({
      path: ['list', 'ids'],
      text: 'learned: the API answers other ids with an error',
      place: 'end',
    });
  }
  let { get } = proposed.value;
  if (learned.missing !== undefined && typeof get === 'object' && get !== null) {
    get = { ...get, missing: learned.missing };
    comments.push({
      path: ['get'],
      text: 'learned: an id that nothing has is answered with an error',
      place: 'end',
    });
  }
  if (learned.wrongGetter) {
    get = false;
    comments.push({
      path: ['get'],
      text: 'learned: it does not give the item that shows the id',
      place: 'end',
    });
  }
  if (learned.failure !== undefined)
    comments.push({
      path: ['collection'],
      text: `could not be read when this was written: ${learned.failure}`,
    });
  const twice = learned.unreadable.get('_id');
  if (twice !== undefined) comments.push({ path: ['id'], text: `look at this: ${twice}` });
  const disabled = [...proposed.disabled];
  if (Object.keys(left).length > 0) {
    const reasons = Object.keys(left).map((key) => learned.unreadable.get(key)!);
    const why = [...new Set(reasons)].slice(0, 2).join('; ');
    disabled.push({ path: ['fields'], value: left as never, text: `left out: ${why}` });
  }
  const here = (comment: YamlComment): boolean =>
    comment.path[0] !== 'fields' || comment.path[1] === undefined || String(comment.path[1]) in fields;
  return {
    ...proposed,
    value: { ...proposed.value, list, ...(get === undefined ? {} : { get }), fields } as CollectionMapping,
    comments: comments.filter(here),
    disabled,
  };
}

/** What the file itself says of the filter; the rest may stand in the upstream's file. */
function filterOf(list: CollectionMapping['list']): NonNullable<ListOverrides['filter']> {
  return (typeof list === 'string' ? undefined : list.filter) ?? {};
}

/** A reference to a collection that is not written leads nowhere. */
export function withoutReferences(
  proposed: ProposedCollection,
  gone: ReadonlySet<string>,
): ProposedCollection {
  const { fields } = proposed.value;
  const leads = (value: string | FieldMapping): boolean =>
    typeof value === 'object' && value.collection !== undefined && gone.has(value.collection);
  const kept = Object.entries(fields).filter(([, value]) => !leads(value));
  if (kept.length === Object.keys(fields).length) return proposed;
  const lost = Object.entries(fields).filter(([, value]) => leads(value));
  return {
    ...proposed,
    value: { ...proposed.value, fields: Object.fromEntries(kept) },
    comments: proposed.comments.filter(
      ({ path }) => path[0] !== 'fields' || !lost.some(([key]) => key === path[1]),
    ),
    disabled: [
      ...proposed.disabled,
      {
        path: ['fields'],
        value: Object.fromEntries(lost) as never,
        text: 'left out: the API refuses to read what they refer to',
      },
    ],
  };
}
