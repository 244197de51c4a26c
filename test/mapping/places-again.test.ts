/** Places are found again after the nodes of a file were let go, from its text. */
import { expect, it } from 'vitest';
import { parseYaml } from '../../src/mapping/parse-yaml.js';
import { collectGarbage } from '../collect-garbage.js';

const good = 'a: &x 0x10\nb:\n  - c: *x\n  - "two"\n';
const broken = 'a: [1\nb: 2\n';

it.each([good, broken])('%j', async (text) => {
  const { source } = parseYaml('file.yaml', text);
  const told = () =>
    [['a'], ['b'], ['b', 0, 'c'], ['b', 1], ['other']].map((path) => ({
      position: source.positionAt(path),
      written: source.writtenAt(path),
      problem: source.problemAt(path, 'wrong'),
    }));
  const before = told();
  const { deref } = WeakRef.prototype;
  let gone = 0;
  WeakRef.prototype.deref = function (this: WeakRef<object>) {
    const held = deref.call(this);
    if (!held) gone += 1;
    return held;
  };
  try {
    for (let turn = 0; turn < 20 && gone === 0; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      collectGarbage();
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(told()).toEqual(before);
    }
  } finally {
    WeakRef.prototype.deref = deref;
  }
  expect(gone).toBeGreaterThan(0);
});
