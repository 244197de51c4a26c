/** Pages about dialects for the documentation, under headings that are the same for all. */
import type { SearchLanguage } from '../extensions/extension.js';
import type { Dialect, Fingerprint, Json, WriteStyle } from '../vocabulary.js';
import { documentedOperators, operatorTable, workedOutHere } from './document-operators.js';

/** File name → Markdown of the page of each dialect, and README.md as their index. */
export function dialectPages(
  dialects: readonly Dialect[],
  languages: readonly SearchLanguage[],
): ReadonlyMap<string, string> {
  const pages = new Map(dialects.map((each) => [`${each.name}.md`, documentDialect(each, languages)]));
  const rows = dialects.map(
    (each) => `| [${each.title}](${each.name}.md) | \`${each.name}\` | ${abilities(each).join(', ')} |`,
  );
  const intro =
    'A dialect says how one kind of GraphQL API spells lists, filters, sorts and writes, and what its operators mean. ' +
    '`init` recognises it; `dialect:` in `mappings/upstream.yaml` names it. Which fields and operators exist is always read ' +
    'from the schema: what a dialect names and the schema lacks is not used. Any part can be overridden in the mapping files.';
  const index = ['# Dialects', '', intro, '', '| API | name | pushed to the API |', '|---|---|---|', ...rows];
  return new Map([['README.md', `${index.join('\n')}\n`], ...pages]);
}

/** Markdown page of one dialect. */
export function documentDialect(dialect: Dialect, languages: readonly SearchLanguage[]): string {
  const operators = documentedOperators(dialect.list?.filter, languages, dialect.list?.text?.order);
  const exact = operators.filter((each) => each.pushed === 'exact');
  const superset = operators.filter((each) => each.pushed === 'superset');
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Recognised by', recognisedBy(dialect)],
    ['Pushed down exactly', [...operatorTable(exact, 'No condition.'), '', ...otherParts(dialect)]],
    ['Pushed and checked again', operatorTable(superset, 'Nothing.')],
    ['Worked out here', bullets(workedOutHere(dialect, operators))],
    ['Limits', bullets([...sizes(dialect), ...(dialect.notes ?? [])])],
    ['Writes', writes(dialect)],
    ['Authentication header', authentication(dialect)],
    ['Example', example(dialect)],
  ];
  const text = sections.flatMap(([heading, lines]) => [`## ${heading}`, '', ...lines, '']);
  return `${[`# ${dialect.title}`, '', `Name: \`${dialect.name}\``, '', ...text].join('\n').trimEnd()}\n`;
}

function bullets(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['Nothing.'] : lines.map((line) => `- ${line}`);
}

export function code(value: Json): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function abilities(dialect: Dialect): readonly string[] {
  const { list } = dialect;
  const known: readonly (readonly [string, unknown])[] = [
    ['filters', list?.filter],
    ['sorts', list?.sort],
    ['offset', list?.page?.offset ?? list?.page?.page],
    ['cursor', list?.page?.cursor],
    ['total', list?.count],
    ['by id', dialect.get],
    ['aggregates', dialect.aggregate],
    ['writes', dialect.writes],
  ];
  return known.filter(([, has]) => has !== undefined && has !== null).map(([name]) => name);
}

function recognisedBy(dialect: Dialect): readonly string[] {
  if (dialect.match.length === 0) return ['Never by itself: name it in `mappings/upstream.yaml`.'];
  return dialect.match.map((fingerprint) => `- ${tests(fingerprint).join('; ')}`);
}

function tests(fingerprint: Fingerprint): readonly string[] {
  const named = (label: string, names: readonly string[] | undefined) =>
    names && names.length > 0 ? [`${label} ${names.map(code).join(', ')}`] : [];
  return [
    ...named('types', fingerprint.types),
    ...named('root fields', fingerprint.queryFields),
    ...named('a list field with the arguments', fingerprint.listArguments),
    ...Object.entries(fingerprint.typeFields ?? {}).flatMap(([type, fields]) =>
      named(`a type ${code(type)} with the members`, fields),
    ),
    ...named('scalars', fingerprint.scalars),
    ...named('no types', fingerprint.absentTypes),
  ];
}

/** Everything that is not a condition: combinators, sort, paging, total, by id, aggregates. */
function otherParts(dialect: Dialect): readonly string[] {
  const { filter, sort, page, count } = dialect.list ?? {};
  const lines: string[] = [];
  if (filter?.or) lines.push(`Alternatives: ${code(filter.or)}`);
  if (filter?.not) lines.push(`Negation: ${code(filter.not)}, where it keeps its meaning`);
  if (filter?.language) {
    lines.push(`Fields that can be searched: ${(filter.searchable ?? []).map(code).join(', ')}`);
  }
  if (sort) {
    const many = (sort.list || sort.join !== undefined || sort.chain !== undefined) && sort.max !== 1;
    const where = sort.nulls === 'lowest' ? '' : `; ${nullsRemark[sort.nulls ?? 'unknown']}`;
    lines.push(`Sort by ${many ? 'several keys' : 'one key'}: ${code(sort.ascending)}${where}`);
  }
  if (page?.offset) lines.push(`Pages by offset: ${code(page.size ?? '')} and ${code(page.offset)}`);
  if (page?.page) {
    lines.push(`Pages by number, from ${page.base ?? 1}: ${code(page.size ?? '')} and ${code(page.page)}`);
  }
  if (page?.cursor) lines.push(`Pages by cursor: ${code(page.size ?? '')} and ${code(page.cursor)}`);
  if (count) {
    const style = typeof count === 'string' ? { path: count } : count;
    const field = 'field' in style && style.field ? `field ${code(style.field)}, ` : '';
    lines.push(`Total: ${field}${style.path === '' ? 'its value' : code(style.path)}`);
  }
  for (const get of [dialect.get, ...(dialect.alternatives?.get ?? [])]) {
    if (get?.field) lines.push(`One item by id: ${code(get.field)} ${code(get.arguments ?? {})}`);
    if (get?.many) lines.push(`Items by ids: ${code(get.many.field)} ${code(get.many.arguments)}`);
  }
  if (dialect.aggregate) {
    const names = Object.keys(dialect.aggregate.functions).join(', ');
    lines.push(`Aggregates: ${names}${dialect.aggregate.groups ? ', also in groups' : ''}`);
  }
  return bullets(lines);
}

const nullsRemark = {
  mixed: 'rows without a value disorder the others, so only fields that always have one are sorted there',
  highest: 'rows without a value count as highest, so only fields that always have one are sorted there',
  first:
    'rows without a value always come first, so only fields that always have one are sorted both ways there',
  last: 'rows without a value always come last, so only fields that always have one are sorted both ways there',
  unknown:
    'where rows without a value stand is not known, so only fields that always have one are sorted there',
  lowest: '',
} as const;

function sizes({ list, limits, sources }: Dialect): readonly string[] {
  const page = list?.page;
  return [
    ...(page?.max ? [`At most ${page.max} rows a page.`] : []),
    ...(limits?.nodes
      ? [
          `At most ${limits.nodes} objects in one request: rows, and those of lists inside them (${sources?.nodes}).`,
        ]
      : []),
    ...(page?.offsetMax ? [`Offsets up to ${page.offsetMax}.`] : []),
    ...(page?.sparse ? ['A short or empty page is not the end.'] : []),
  ];
}

function writes(dialect: Dialect): readonly string[] {
  const sets = [dialect.writes, ...(dialect.alternatives?.writes ?? [])].filter((each) => each !== undefined);
  if (sets.length === 0) return ['None known to the dialect; mutations can be declared in the mapping.'];
  const row = (verb: string, style: WriteStyle | undefined) =>
    style
      ? [
          `| ${verb} | ${code(style.mutation)} | ${code(style.arguments)} | ${style.result ? code(style.result) : ''} |`,
        ]
      : [];
  const facts = writeFacts(dialect);
  return [
    ...(facts.length === 0 ? [] : [...bullets(facts), '']),
    '| write | mutation | arguments | item in the result |',
    '|---|---|---|---|',
    ...sets.flatMap((set) => [
      ...row('insert', set.insert),
      ...row('update', set.update),
      ...row('remove', set.remove),
    ]),
  ];
}

const documents = {
  independent: 'one that fails neither undoes nor hides another',
  stops: 'after one that fails the others do not run, and those before it stay',
  transaction: 'one that fails undoes all, so they go one by one',
} as const;

function writeFacts({ writes, naturalKeys, sources }: Dialect): readonly string[] {
  if (!writes) return [];
  const { identify, clear, batch, failures } = writes;
  const nulls = {
    null: 'A null takes a value away.',
    ignored: 'A null is passed over, so a value cannot be taken away.',
    refused: 'A null is refused, so a value cannot be taken away.',
  } as const;
  return [
    ...(identify === 'clientId'
      ? ['Ids that are texts may come from Wix where the input has a place for them.']
      : []),
    ...(typeof identify === 'object' && 'idempotency' in identify && 'directive' in identify.idempotency
      ? [
          `A key goes with ${code(`@${identify.idempotency.directive}`)} to each mutation whose description names the directive, so that it is done once.`,
        ]
      : []),
    ...(naturalKeys
      ? [`New items are recognised by ${naturalKeys.map(code).join(' or ')}, where the API gets items by it.`]
      : []),
    ...(typeof batch === 'object'
      ? [
          `Several mutations in one document: ${documents[batch.document]}${batch.document === 'transaction' ? '' : `; at most ${batch.aliases}`}.`,
        ]
      : []),
    ...(clear ? [nulls[clear]] : []),
    ...(failures ?? []).map(({ code: by, text, type, means }) => {
      const test = [by && `code ${code(by)}`, text && code(text), type && `type ${code(type)}`].filter(
        Boolean,
      );
      return `Errors with ${test.join(' and ')}: ${means}.`;
    }),
    ...(sources?.writes ? [`Source: ${sources.writes}`] : []),
  ];
}

function authentication(dialect: Dialect): readonly string[] {
  if (!dialect.auth) return ['None.'];
  const note = dialect.auth.note ? ['', dialect.auth.note] : [];
  const more = Object.entries(dialect.headers ?? {}).map(([name, value]) => `  ${name}: ${value}`);
  return ['```yaml', 'headers:', `  ${dialect.auth.header}: ${dialect.auth.value}`, ...more, '```', ...note];
}

function example(dialect: Dialect): readonly string[] {
  if (!dialect.example) return ['None.'];
  const { type, list, fields } = dialect.example;
  return [
    '```yaml',
    '# mappings/upstream.yaml',
    'version: 1',
    'url: ${UPSTREAM_URL}',
    ...(dialect.auth ? ['headers:', `  ${dialect.auth.header}: ${dialect.auth.value}`] : []),
    `dialect: ${dialect.name}`,
    '```',
    '',
    '```yaml',
    '# mappings/items.yaml',
    'version: 1',
    'collection: items',
    `type: ${type}`,
    `list: ${list}`,
    `id: ${dialect.ids?.[0] ?? 'id'}`,
    'fields:',
    ...Object.entries(fields).map(([key, value]) => `  ${key}: ${value}`),
    '```',
  ];
}
