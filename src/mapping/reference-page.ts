/** Where the reference of mapping files tells of what stands at a path: for those who want to read more. */
import type { Path } from './source.js';

const page = 'docs/mapping-reference.md';

/** From patterns of paths, `*` for any step, to headings as they are spelled in addresses. The longest pattern that fits counts. */
type Headings = Readonly<Record<string, string>>;

const styleOf = (at: string): Headings => ({
  [`${at}.page`]: 'page',
  [`${at}.count`]: 'count',
  [`${at}.filter`]: 'filter',
  [`${at}.filter.operators`]: 'operators',
  [`${at}.sort`]: 'sort',
  [`${at}.sort.otherwise`]: 'sortotherwise',
  [`${at}.text`]: 'text',
  [`${at}.dates`]: 'dates',
  [`${at}.numbers`]: 'numbers',
});

const shared: Headings = {
  get: 'get',
  'get.many': 'getmany',
  aggregate: 'aggregate',
  'aggregate.functions': 'aggregatefunctions',
  'aggregate.groups': 'aggregategroups',
  limits: 'limits',
  'writes.identify': 'writesidentify',
  'writes.identify.idempotency': 'writesidentify-1',
  'writes.identify.idempotency.header': 'writesidentifyidempotency',
  'writes.identify.idempotency.argument': 'writesidentifyidempotency-1',
  'writes.identify.idempotency.directive': 'writesidentifyidempotency-2',
  'writes.resolve': 'writesresolve',
  'writes.batch': 'writesbatch',
  'writes.failures': 'writesfailures',
  'writes.system': 'writessystem',
};

const headings: Readonly<Record<'upstream' | 'collection', Headings>> = {
  upstream: {
    ...shared,
    ...styleOf('defaults'),
    '': 'upstreamyaml',
    oauth2: 'oauth2',
    introspection: 'introspection',
    defaults: 'list-style-defaults-list',
    scalars: 'scalarsname',
    writes: 'writes',
    gateway: 'gateway',
    'gateway.breaker': 'gatewaybreaker',
    hooks: 'hooksname',
    'hooks.*.topic': 'hooksnametopic',
    'hooks.*.topic.body': 'hooksnametopic-1',
    site: 'site',
  },
  collection: {
    ...shared,
    ...styleOf('list'),
    '': 'collection-files',
    list: 'list-style-defaults-list',
    'list.field': 'list',
    'list.arguments': 'list',
    'list.path': 'list',
    id: 'id',
    'id.operators': 'operators',
    allow: 'allow',
    whereFor: 'wherefor',
    'fields.*': 'fieldskey',
    'fields.*.operators': 'operators',
    'fields.*.through': 'fieldskeythrough',
    'fields.*.through.join': 'fieldskeythroughjoin',
    'fields.*.through.argument': 'fieldskeythroughargument',
    'fields.*.through.list': 'fieldskeythroughlist',
    'fields.*.writes': 'fieldskeywrites',
    'fields.*.writes.add': 'fieldskeywritesadd',
    'fields.*.writes.remove': 'fieldskeywritesadd',
    'fields.*.input': 'fieldskeyinput',
    permissions: 'permissions',
    writes: 'writes-1',
    'writes.insert': 'writesoperation',
    'writes.update': 'writesoperation',
    'writes.remove': 'writesoperation',
    'writes.truncate': 'writesoperation',
    'writes.*.bulk': 'writesoperationbulk',
    'writes.*.after': 'writesoperationafter',
    cache: 'cache',
  },
};

/** Page and heading, as in an OpenPage: `docs/mapping-reference.md#page`. */
export function referencePage(file: 'upstream' | 'collection', path: Path): string {
  const found = headings[file];
  for (let length = path.length; length > 0; length--) {
    const steps = path.slice(0, length).map(String);
    const heading = headingOf(found, steps);
    if (heading !== undefined) return `${page}#${heading}`;
  }
  return `${page}#${found['']}`;
}

/** As the path is written, or with any name in the place of its second step: names of a file's own stand there alone. */
function headingOf(found: Headings, steps: readonly string[]): string | undefined {
  const exact = steps.join('.');
  if (Object.hasOwn(found, exact)) return found[exact];
  const [first, second, ...rest] = steps;
  const own = second === undefined ? undefined : [first, '*', ...rest].join('.');
  return own !== undefined && Object.hasOwn(found, own) ? found[own] : undefined;
}
