/** What a problem says to read tells of the key that it is about. */
import { expect, it } from 'vitest';
import { referencePage } from '../../src/mapping/reference-page.js';
import { collectionMapping, upstreamMapping } from '../../src/mapping/schema.js';
import { keysAt } from '../../src/mapping/schema-walk.js';
import type { Path } from '../../src/mapping/source.js';
import { sectionsOf } from '../docs/markdown.js';

const sections = sectionsOf('docs/mapping-reference.md');
const schemas = { upstream: upstreamMapping, collection: collectionMapping } as const;

/** Paths of all keys, with a name of the writer's own wherever there is one. */
function* pathsOf(file: keyof typeof schemas, path: Path = []): Generator<Path> {
  const keys = keysAt(schemas[file], path);
  if (path.length > 5) return;
  for (const key of keys) {
    yield [...path, key];
    yield* pathsOf(file, [...path, key]);
  }
  if (keys.length === 0 && ['fields', 'hooks', 'scalars'].includes(String(path.at(-1))))
    yield* pathsOf(file, [...path, 'own']);
}

it.each(['upstream', 'collection'] as const)('every key of a file of an %s', (file) => {
  const paths = [...pathsOf(file)];
  expect(paths.length).toBeGreaterThan(80);
  const wrong = paths.filter((path) => {
    const [page, heading] = referencePage(file, path).split('#') as [string, string];
    const section = page === 'docs/mapping-reference.md' ? sections.get(heading) : undefined;
    // The section of a key begins where it stands; names of kinds and of operators are no keys.
    if (referencePage(file, path) !== referencePage(file, path.slice(0, -1))) return section === undefined;
    if (path.slice(-3, -1).includes('operators')) return !/^## Operators/.test(section ?? '');
    return !section?.includes(`\`${String(path.at(-1))}\``);
  });
  expect(wrong.map((path) => `${path.join('.')} → ${referencePage(file, path)}`)).toEqual([]);
});

it('a path that no key is at leads to the nearest', () => {
  expect(referencePage('collection', ['fields', 'title', 'pathh'])).toBe(
    'docs/mapping-reference.md#fieldskey',
  );
  expect(referencePage('upstream', [])).toBe('docs/mapping-reference.md#upstreamyaml');
});
