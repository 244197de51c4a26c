/** Relations that rest on a field or a collection which a look at the API took out of the files. */
import type { FieldMapping } from '../../mapping/schema.js';
import type { Json } from '../../styles/vocabulary.js';
import { withoutReferences } from './apply.js';
import type { ProposedCollection } from './collection.js';

/**
 * The files without references to collections that are not written, and without ways that lead through fields which are
 * not there any more. A list in the rows stays where only the way beside it is lost.
 * @param refused collections that the API refuses to read
 */
export function withoutLostEnds(
  collections: readonly ProposedCollection[],
  refused: ReadonlySet<string>,
): readonly ProposedCollection[] {
  let files = collections.map((each) => withoutReferences(each, refused));
  // What is left out may have been the end of another one.
  for (;;) {
    const byName = new Map(files.map((each) => [each.name, each]));
    const next = files.map((each) => withoutLost(each, byName));
    if (next.every((each, index) => each === files[index])) return files;
    files = next;
  }
}

type Files = ReadonlyMap<string, ProposedCollection>;

function withoutLost(file: ProposedCollection, files: Files): ProposedCollection {
  const lost = Object.entries(file.value.fields).filter(
    ([, value]) => typeof value === 'object' && isLost(value, file.name, files),
  ) as [string, FieldMapping][];
  if (lost.length === 0) return file;
  const fields = { ...file.value.fields };
  const left: Record<string, Json> = {};
  for (const [key, value] of lost) {
    const list = value.through?.list;
    if (list === undefined) {
      delete fields[key];
      left[key] = value as unknown as Json;
    } else fields[key] = { ...value, through: { list } };
  }
  const gone = new Set(Object.keys(left));
  return {
    ...file,
    value: { ...file.value, fields },
    comments: file.comments.filter(({ path }) => path[0] !== 'fields' || !gone.has(String(path[1]))),
    disabled:
      gone.size === 0
        ? file.disabled
        : [
            ...file.disabled,
            {
              path: ['fields'],
              value: left,
              text: 'left out: the field that leads back to them is left out',
            },
          ],
  };
}

function isLost({ through, collection }: FieldMapping, own: string, files: Files): boolean {
  if (through === undefined) return false;
  const { reverse, join } = through;
  if (reverse !== undefined) return !leads(files.get(collection ?? ''), reverse, own);
  if (join === undefined) return false;
  const joining = files.get(join.collection);
  return !leads(joining, join.from, own) || !leads(joining, join.to, collection);
}

function leads(file: ProposedCollection | undefined, key: string, to: string | undefined): boolean {
  const field = file?.value.fields[key];
  return typeof field === 'object' && field.type === 'REFERENCE' && field.collection === to;
}
