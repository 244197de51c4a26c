/** Two questions to one upstream in one document. */
import type { RootCall } from '../upstream/document/operation.js';
import type { Call } from './call.js';

/** Before the names of the second call's root fields, which may be those of the first. */
const prefix = 'rest_';

/** Both calls as one request; the second one's root fields are asked for under names of their own. */
export function inOneDocument<A, B>(first: Call<A>, second: Call<B>): Call<readonly [A, B]> {
  const renamed = new Map(
    second.roots.map((root): [RootCall, RootCall] => [root, { ...root, alias: prefix + root.alias }]),
  );
  const conditions = [first.predicate, second.predicate].flatMap((each) =>
    each === undefined ? [] : [each],
  );
  return {
    model: first.model,
    roots: [...first.roots, ...renamed.values()],
    predicate: conditions.length === 0 ? undefined : { kind: 'or', conditions },
    expected: [
      ...first.expected,
      ...second.expected.map((each) => ({ ...each, root: renamed.get(each.root)! })),
    ],
    cells: first.cells === undefined || second.cells === undefined ? undefined : first.cells + second.cells,
    read(data) {
      const own = second.roots.map(({ alias }) => [alias, data[prefix + alias]] as const);
      return [first.read(data), second.read(Object.fromEntries(own))];
    },
  };
}
