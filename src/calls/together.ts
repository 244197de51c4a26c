/** Several questions to one upstream in one document. */
import type { RootCall } from '../upstream/document/operation.js';
import type { Call } from './call.js';

/** Both calls as one request; the second one's root fields are asked for under names of their own. */
export function inOneDocument<A, B>(first: Call<A>, second: Call<B>): Call<readonly [A, B]> {
  return together<A | B>([first, second], ['', 'rest_']) as Call<readonly unknown[]> as Call<readonly [A, B]>;
}

/** All calls as one request, each with root fields under names of its own. */
export function allInOneDocument<A>(calls: readonly [Call<A>, ...Call<A>[]]): Call<readonly A[]> {
  return together(
    calls,
    calls.map((_, index) => (index === 0 ? '' : `more${index}_`)),
  );
}

/** @param prefixes before the names of each call's root fields, which may be those of another */
function together<A>(calls: readonly Call<A>[], prefixes: readonly string[]): Call<readonly A[]> {
  const renamed = calls.map(
    ({ roots }, index) =>
      new Map(
        roots.map((root): [RootCall, RootCall] => [root, { ...root, alias: prefixes[index] + root.alias }]),
      ),
  );
  const conditions = calls.flatMap(({ predicate }) => (predicate === undefined ? [] : [predicate]));
  return {
    model: calls[0]!.model,
    roots: renamed.flatMap((roots) => [...roots.values()]),
    predicate: conditions.length === 0 ? undefined : { kind: 'or', conditions },
    expected: calls.flatMap(({ expected }, index) =>
      expected.map((each) => ({ ...each, root: renamed[index]!.get(each.root)! })),
    ),
    cells: calls.reduce<number | undefined>(
      (sum, { cells }) => (sum === undefined || cells === undefined ? undefined : sum + cells),
      0,
    ),
    read: (data) =>
      calls.map((call, index) =>
        call.read(
          Object.fromEntries(call.roots.map(({ alias }) => [alias, data[prefixes[index] + alias]] as const)),
        ),
      ),
  };
}
