import { describe, expect, it } from 'vitest';
import { dialectNamed, dialects } from '../../../src/styles/dialects/index.js';
import { searchLanguages } from '../../../src/styles/extensions/search/index.js';
import {
  type Dialect,
  dialect as dialectSchema,
  type SortStyle,
  templateSlots,
} from '../../../src/styles/vocabulary.js';

describe('dialects', () => {
  it('have names of their own, by which they are found', () => {
    expect(new Set(dialects.map((each) => each.name)).size).toBe(dialects.length);
    for (const each of dialects) expect(dialectNamed(each.name)).toBe(each);
    expect(dialectNamed('no such dialect')).toBeUndefined();
  });

  describe.each(dialects.map((each) => [each.name, each] as const))('%s', (_name, dialect) => {
    it('keeps to the vocabulary', () => {
      expect(dialectSchema.parse(dialect)).toEqual(dialect);
    });
    it('is plain JSON', () => {
      expect(JSON.parse(JSON.stringify(dialect))).toEqual(dialect);
    });
    it('holds known slots only', () => {
      const slots = texts({ ...withoutMisread(dialect), notes: [], auth: undefined }).flatMap((text) =>
        [...text.matchAll(/\$([A-Za-z]+)/g)].map((match) => match[1]!),
      );
      // A slot may be followed by other letters ($fieldSum), so the longest known name is what counts.
      for (const slot of slots)
        expect(
          templateSlots.some((known) => slot.startsWith(known)),
          slot,
        ).toBe(true);
    });
    it('takes its secret from the variable that the header names', () => {
      if (!dialect.auth) return;
      expect(dialect.auth.header).toBe(dialect.auth.header.toLowerCase());
      const variable = `UPSTREAM_${dialect.auth.header.toUpperCase().replaceAll('-', '_')}`;
      expect(dialect.auth.value).toBe(`\${${variable}}`);
    });
    it('names a search language that exists', () => {
      const filter = dialect.list?.filter;
      if (filter?.style !== 'search') return;
      expect(searchLanguages.map((each) => each.name)).toContain(filter.language);
      expect(filter.searchable?.length).toBeGreaterThan(0);
    });
    it('never negates what it finds too much of', () => {
      for (const table of Object.values(dialect.list?.filter?.operators ?? {})) {
        for (const operator of ['ne', 'nin', 'notContains', 'notStartsWith', 'notEndsWith'] as const) {
          const entry = table?.[operator];
          if (entry && typeof entry === 'object' && 'match' in entry)
            expect(entry.match).not.toBe('superset');
        }
      }
    });
    it('names where its claims about order and letters were read or seen', () => {
      const { sort, text } = dialect.list ?? {};
      const { sources = {} } = dialect;
      if (sort?.unique) expect(sources.ties).toBeDefined();
      const saysNulls = (style: Pick<SortStyle, 'ascending' | 'descending' | 'nulls'> | undefined): boolean =>
        (style?.nulls ?? 'unknown') === 'unknown' ||
        [style!.ascending, style!.descending].every((each) => /nulls/i.test(JSON.stringify(each)));
      if (!saysNulls(sort ?? undefined) || !saysNulls(sort?.otherwise)) expect(sources.nulls).toBeDefined();
      const claimed = [text?.folding, text?.order].some((each) => each !== undefined && each !== 'unknown');
      if (claimed) expect(sources.text).toBeDefined();
      if (dialect.limits?.nodes !== undefined) expect(sources.nodes).toMatch(/^https:\/\//);
      for (const source of Object.values(sources))
        expect(source).toMatch(/^(?:https:\/\/\S+|seen with [A-Za-z][\w. -]+ \d+\.\d+.*)$/);
      // Documentation tells how an operator is spelled, not that a server heeds it.
      for (const source of [sources.filter, sources.sort]) if (source) expect(source).toMatch(/^seen with /);
    });
    it('has sources of its own, not those of the dialect that it is made of', () => {
      const others = dialects.filter((each) => each !== dialect && each.sources !== undefined);
      for (const other of others) expect(other.sources).not.toBe(dialect.sources);
    });
    it('has notes that are sentences, and an example', () => {
      for (const note of dialect.notes ?? []) expect(note).toMatch(/[.]$/);
      expect(dialect.example).toBeDefined();
    });
  });
});

/** Every text in a tree, member names too. */
function texts(tree: unknown): string[] {
  if (typeof tree === 'string') return [tree];
  if (Array.isArray(tree)) return tree.flatMap(texts);
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([name, value]) => [name, ...texts(value)]);
}

/** What an API misreads are values, not slots. */
function withoutMisread(dialect: Dialect): Dialect {
  const filter = dialect.list?.filter;
  return filter ? { ...dialect, list: { ...dialect.list, filter: { ...filter, misread: [] } } } : dialect;
}
