/** Where the parts of a file stand in its text. */
import { type Alias, isAlias, isCollection, isMap, isSeq, type Node, type YAMLMap } from 'yaml';
import { onceForEach } from '../once-for-each.js';
import { keyText, type Path } from './key-text.js';

/** The parts of a parsed file that places are found in. */
export interface Nodes {
  readonly root: Node | null;
  readonly targets: ReadonlyMap<Alias, Node>;
}

interface Found {
  readonly key: Node | undefined;
  readonly value: Node | null;
  /** Whether the whole path was found, not only an ancestor. */
  readonly whole: boolean;
}

type Range = readonly [start: number, end: number];

/** Maps of up to this many keys are searched as they stand. */
const smallMap = 16;

type Entry = YAMLMap<Node, Node | null>['items'][number];

/** The first pair with each key. */
function pairsOf(map: YAMLMap<Node, Node | null>): ReadonlyMap<string, Entry> {
  const pairs = new Map<string, Entry>();
  for (const pair of map.items) {
    const text = keyText(pair.key);
    if (text !== undefined && !pairs.has(text)) pairs.set(text, pair);
  }
  return pairs;
}

/** A file of many faults asks for a place for each. */
const indexOf = onceForEach(pairsOf);

function entry(map: YAMLMap<Node, Node | null>, key: string): Entry | undefined {
  return map.items.length <= smallMap
    ? map.items.find((item) => keyText(item.key) === key)
    : indexOf(map).get(key);
}

/** The node at a path, or the last of its ancestors that there is. */
export function find(nodes: Nodes, path: Path): Found {
  let found: Found = { key: undefined, value: nodes.root, whole: true };
  for (const step of path) {
    const parent = isAlias(found.value) ? (nodes.targets.get(found.value) ?? null) : found.value;
    if (isMap<Node, Node | null>(parent)) {
      const pair = entry(parent, String(step));
      if (!pair) return { ...found, whole: false };
      found = { key: pair.key, value: pair.value, whole: true };
    } else if (isSeq(parent) && typeof step === 'number' && step < parent.items.length) {
      found = { key: undefined, value: parent.items[step] as Node | null, whole: true };
    } else {
      return { ...found, whole: false };
    }
  }
  return found;
}

function rangeOf(node: Node | null | undefined): Range | undefined {
  return node?.range ? [node.range[0], node.range[1]] : undefined;
}

/** What is shown of it. */
export function place(found: Found, at: 'key' | 'value'): Range {
  const key = rangeOf(found.key);
  const value = rangeOf(found.value);
  const ownLines = isCollection(found.value) && !found.value.flow;
  const empty = value !== undefined && value[0] === value[1];
  const byKey = at === 'key' || !found.whole || ownLines || empty;
  const best = byKey ? (key ?? value) : (value ?? key);
  if (!best) return [0, 0];
  // A block collection without a key (a list's element, the root) is shown by its first character.
  return best === value && ownLines ? [best[0], best[0]] : best;
}

/** Where keys begin, two levels deep: binding asks for the place of each field, when the nodes may be gone. */
export interface Starts {
  /** undefined: it is a list, of which the nodes have to be asked. */
  readonly root: number | undefined;
  readonly keys: ReadonlyMap<string, KeyStart>;
}

interface KeyStart {
  readonly at: number;
  /** Keys of the map that is its value; undefined: it holds no keys; 'nodes': what it holds is for the nodes to say. */
  readonly below: ReadonlyMap<string, number> | 'nodes' | undefined;
}

/** Of the whole file. */
export function startsOf(root: Node | null): Starts {
  const [first] = place({ key: undefined, value: root, whole: false }, 'key');
  const keys = startsIn(root, (pair): KeyStart => ({ at: startOf(pair), below: below(pair.value) }));
  return { root: isSeq(root) ? undefined : first, keys: keys ?? new Map() };
}

function below(value: Node | null): KeyStart['below'] {
  return isAlias(value) || isSeq(value) ? 'nodes' : startsIn(value, startOf);
}

/** undefined: it is no map. */
function startsIn<Start>(
  node: Node | null,
  start: (pair: Entry) => Start,
): ReadonlyMap<string, Start> | undefined {
  if (!isMap<Node, Node | null>(node)) return undefined;
  return new Map([...pairsOf(node)].map(([key, pair]) => [key, start(pair)]));
}

function startOf({ key, value }: Entry): number {
  return place({ key, value, whole: true }, 'key')[0];
}

/** undefined: the nodes have to be asked. */
export function startAt({ root, keys }: Starts, path: Path): number | undefined {
  const [first, second] = path;
  if (first === undefined || path.length > 2) return undefined;
  const found = keys.get(String(first));
  if (!found) return root;
  if (second === undefined || found.below === undefined) return found.at;
  return found.below === 'nodes' ? undefined : (found.below.get(String(second)) ?? found.at);
}
