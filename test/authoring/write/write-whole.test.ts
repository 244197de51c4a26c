import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAllWhole, writeWhole } from '../../../src/authoring/write/write-whole.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whole-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file that only some may read stays so', () => {
  const path = join(folder, 'upstream.yaml');
  writeFileSync(path, 'old');
  chmodSync(path, 0o640);
  writeWhole(path, 'new');
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['new', 0o640]);
  const own = join(folder, 'proofs.json');
  writeWhole(own, 'new', 0o600);
  expect(statSync(own).mode & 0o777).toBe(0o600);
});

test('a link stays a link, and what it leads to is written', () => {
  const [path, target] = [join(folder, 'products.yaml'), join(folder, 'shared', 'products.yaml')];
  mkdirSync(join(folder, 'shared'));
  writeFileSync(target, 'old');
  symlinkSync('shared/products.yaml', path);
  writeWhole(path, 'new');
  expect([lstatSync(path).isSymbolicLink(), readFileSync(target, 'utf8')]).toEqual([true, 'new']);
});

test('all are written or none: nothing is changed, and nothing is left behind', () => {
  const [old, file] = [join(folder, 'upstream.yaml'), join(folder, 'file')];
  writeFileSync(old, 'old');
  writeFileSync(file, '');
  const files = [
    { path: old, text: 'new' },
    { path: join(folder, 'a/b/products.yaml'), text: 'new' },
    { path: join(file, 'below/x'), text: 'new' },
  ];
  expect(() => writeAllWhole(files)).toThrow('ENOTDIR');
  expect(readdirSync(folder).sort()).toEqual(['file', 'upstream.yaml']);
  expect(readFileSync(old, 'utf8')).toBe('old');
  writeAllWhole(files.slice(0, 2));
  expect([readFileSync(old, 'utf8'), existsSync(join(folder, 'a/b/products.yaml'))]).toEqual(['new', true]);
});

test('one whose place cannot be taken leaves nothing beside it', () => {
  const path = join(folder, 'products.yaml');
  mkdirSync(join(path, 'x'), { recursive: true });
  expect(() => writeWhole(path, 'new')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(readdirSync(folder)).toEqual(['products.yaml']);
});
