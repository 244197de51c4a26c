/** The layers of src, from the top down. A layer imports from itself and from those below it. */
export const layers: readonly string[] = [
  'cli',
  'console',
  'authoring',
  'app',
  'server',
  'service',
  'explain',
  'execute',
  'plan',
  'calls',
  'gateway',
  'model',
  'mapping',
  'styles',
  'upstream',
  'wix',
  'world',
];

/**
 * The folders of a layer that has some, from the top down: files of one import from it and from those below it. The files that
 * stand in the layer itself are its entry and its types, so that they import from all folders and all folders from them.
 */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  plan: ['writes', 'tree', 'pushdown', 'claims', 'request'],
};

/** Beside the layers: the only layer that may import it. It imports leaves, and the layers of `besideUses`. */
export const beside: Readonly<Record<string, string>> = { conform: 'cli', demo: 'cli' };

/** What stands beside the layers may import of them: the kit for others must not know how this service does it. */
export const besideUses: Readonly<Record<string, readonly string[]>> = { conform: ['wix', 'world'] };

/** Single files that every layer may import. They import nothing but each other. */
export const leaves: readonly string[] = [
  'src/json.ts',
  'src/json-tokens.ts',
  'src/once-for-each.ts',
  'src/parse-in-pieces.ts',
  'src/parse-one-list.ts',
  'src/read-one-list.ts',
];

/** What is run or read from outside src, so that no file of src has to import it. */
export const entries: Readonly<Record<string, string>> = {
  'src/cli.ts': 'the program',
  'src/cli/handler.ts': 'wix-graphql-adapter/handler',
  'src/authoring/propose/relations-table.ts': 'npm run detect:relations',
  'src/authoring/propose/writes-table.ts': 'npm run detect:writes',
  'src/mapping/write-json-schemas.ts': 'npm run schemas',
  'src/styles/dialects/document.ts': 'npm run docs:dialects',
  'src/wix/error-table.ts': 'npm run docs',
};

/** `src/cli.ts` and `src/cli/init.ts` are both of the layer `cli`. */
export function layerOf(path: string): string {
  return path.split('/')[1]!.replace(/\.ts$/, '');
}

/** Why this import is not allowed; undefined where it is. */
export function wrongDirection(from: string, to: string): string | undefined {
  if (leaves.includes(to)) return undefined;
  if (leaves.includes(from)) return 'a leaf imports a layer';
  const [upper, lower] = [layerOf(from), layerOf(to)];
  if (upper === lower) return undefined;
  const [above, below] = [rank(upper), rank(lower)];
  if (lower in beside) return beside[lower] === upper ? undefined : `only ${beside[lower]} uses ${lower}`;
  if (upper in beside) return besideUses[upper]?.includes(lower) ? undefined : `${upper} imports ${lower}`;
  if (above === -1) return `${upper} is no layer`;
  if (below === -1) return `${lower} is no layer`;
  return above < below ? undefined : `${lower} is above ${upper}`;
}

/** Why an import between two folders of one layer is not allowed; undefined where it is. */
export function wrongRoom(from: string, to: string): string | undefined {
  const layer = layerOf(from);
  const order = rooms[layer];
  if (order === undefined || layerOf(to) !== layer) return undefined;
  const [upper, lower] = [roomOf(from), roomOf(to)];
  if (upper === undefined || lower === undefined) return undefined;
  const [above, below] = [order.indexOf(upper), order.indexOf(lower)];
  if (above === -1) return `${upper} is no folder of ${layer}`;
  if (below === -1) return `${lower} is no folder of ${layer}`;
  return above <= below ? undefined : `${lower} is above ${upper} in ${layer}`;
}

/** `pushdown` of `src/plan/pushdown/leaf/operator.ts`; undefined for `src/plan/plan.ts`. */
function roomOf(path: string): string | undefined {
  const parts = path.split('/');
  return parts.length > 3 ? parts[2] : undefined;
}

const rank = (layer: string): number => layers.indexOf(layer);
