/** Whether the argument that continues a list is heeded: a page of 2 at offset 1 begins with the second row. */

import type { Page } from '../../calls/list.js';
import type { CollectionModel, PageModel } from '../../model/model.js';
import type { Json } from '../../styles/vocabulary.js';
import type { ArgumentPath } from '../../upstream/document/argument-path.js';
import { type Finding, put } from './finding.js';
import { firstPage, idsOf, type Look, plain } from './look.js';
import { pageTrial, type Trial } from './trials.js';

const names = { start: 'start', second: 'second', third: 'third', after: 'after' } as const;

export function positionTrials({ model, sample }: Pick<Look, 'model' | 'sample'>): readonly Trial<Page>[] {
  const { page } = model.list;
  if (sample.rows.length === 0) return [];
  const id = model.fields.get('_id')!;
  // Without an order of its own a list may come in another one each time.
  const sort = id.sortPath && id.sortable.ascending ? [{ path: id.sortPath, descending: false }] : [];
  const query = { ...plain(model), sort };
  const at = (alias: string, request: { size?: number; offset?: number; page?: number; cursor?: string }) =>
    pageTrial(model, alias, query, { ...request, count: false });
  if (page.offset !== undefined && page.size !== undefined)
    return [
      at(names.start, { size: 3, offset: 0 }),
      at(names.second, { size: 2, offset: 1 }),
      at(names.third, { size: 2, offset: 2 }),
    ];
  const size = (rows: number) => (page.size === undefined ? {} : { size: rows });
  if (page.page !== undefined) {
    const base = page.base ?? 1;
    return [at(names.start, { ...size(2), page: base }), at(names.second, { ...size(2), page: base + 1 })];
  }
  if (page.cursor === undefined || sample.next === null || sample.more === false) return [];
  // The cursor stands in the order of the sample.
  return [
    pageTrial(model, names.after, plain(model), {
      ...firstPage(model, 2, false),
      cursor: sample.next,
    }),
  ];
}

export function judgePosition(
  { model, sample }: Pick<Look, 'model' | 'sample'>,
  answers: ReadonlyMap<string, Page>,
): readonly Finding[] {
  const { page } = model.list;
  const ids = (alias: string): readonly string[] | undefined => {
    const found = answers.get(alias);
    return found && idsOf(model, found.rows);
  };
  const start = ids(names.start);
  const second = ids(names.second);
  if (start && second && second.length > 0 && second[0] === start[0]) {
    if (page.offset === undefined)
      return notHeeded(model, 'page', 'the page number is not heeded: page 2 begins like page 1');
    const third = ids(names.third);
    return third !== undefined && third.length > 0 && third[0] === start[2]
      ? rounded(page)
      : notHeeded(
          model,
          'offset',
          'the offset is not heeded: a page of 2 at offset 1 begins with the first row',
        );
  }
  const after = ids(names.after);
  const known = new Set(idsOf(model, sample.rows));
  return after?.some((id) => known.has(id))
    ? notHeeded(model, 'cursor', 'the cursor is not heeded: rows of the first page come again behind it')
    : [];
}

/** Pages begin where page numbers would have them begin: the list's own number is used, or else the offset is mapped as one. */
function rounded(style: PageModel): readonly Finding[] {
  const what =
    'the offset is rounded to a multiple of the limit: a page of 2 at offset 1 begins with the first row';
  const line = ['list', 'page'];
  const member = (name: string, value: Json | undefined): readonly Finding[] =>
    value === undefined ? [] : [put([...line, name], value, undefined, what, { shared: true })];
  const taken = put([...line, 'offset'], null, `learned: ${what}`, what, {
    short: 'offset by pages',
    shared: true,
  });
  if (style.page !== undefined) return [taken];
  return [
    taken,
    // Another way of paging is another style, so that nothing is inherited from the defaults.
    ...member('size', style.size && addressOf(style.size)),
    ...member('max', style.max),
    ...member('page', style.offset && addressOf(style.offset)),
    ...member('unit', 'rows'),
    ...member('more', style.more?.text),
    ...member('pages', style.pages?.text),
  ];
}

function addressOf({ step, path }: ArgumentPath): string {
  return `${step === undefined ? '' : `${step}/`}${path.join('.')}`;
}

function notHeeded(
  model: CollectionModel,
  name: 'offset' | 'page' | 'cursor',
  what: string,
): readonly Finding[] {
  const taken: Json = null;
  const alone = ['offset', 'page', 'cursor'].every(
    (each) => each === name || model.list.page[each as typeof name] === undefined,
  );
  const rest = alone ? ', and nothing else continues the list' : '';
  return [
    put(['list', 'page', name], taken, `learned: ${what}${rest}`, what, {
      short: `no ${name}`,
      shared: true,
    }),
  ];
}
