/** The layers of src, from the top down. A layer imports from itself and from those below it. */
export const layers: readonly string[] = [
  'cli',
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

/** Beside the layers: the only layer that may import it. It imports nothing but leaves. */
export const beside: Readonly<Record<string, string>> = { demo: 'cli' };

/** Single files that every layer may import. They import nothing but each other. */
export const leaves: readonly string[] = ['src/json.ts'];

/** What is run or read from outside src, so that no file of src has to import it. */
export const entries: Readonly<Record<string, string>> = {
  'src/cli.ts': 'the program',
  'src/authoring/detect/report.ts': 'npm run detect',
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
  if (upper in beside) return `${upper} imports ${lower}`;
  if (above === -1) return `${upper} is no layer`;
  if (below === -1) return `${lower} is no layer`;
  return above < below ? undefined : `${lower} is above ${upper}`;
}

const rank = (layer: string): number => layers.indexOf(layer);
