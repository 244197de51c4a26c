import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { largestFile, readText } from '../../src/mapping/read-text.js';

const directory = mkdtempSync(join(tmpdir(), 'mapping-'));
afterAll(() => rmSync(directory, { recursive: true }));
const file = join(directory, 'a.yaml');

function read(bytes: Uint8Array | string): ReturnType<typeof readText> {
  writeFileSync(file, bytes);
  return readText(file);
}

test('text, with its byte order mark', () => {
  expect(read('a: é😀\r\n')).toEqual({ text: 'a: é😀\r\n' });
  expect(read('\ufeffa')).toEqual({ text: '\ufeffa' });
  expect(read('')).toEqual({ text: '' });
});

test.each<[string, Uint8Array, string]>([
  ['a byte of Latin-1', Buffer.from('a: 1\nb: caf\xe9\n', 'latin1'), 'a: 1\nb: caf'],
  [
    'after letters of several bytes',
    Buffer.concat([Buffer.from('日本é'), Buffer.from([0xff, 0x41])]),
    '日本é',
  ],
  ['a letter that is cut off at the end', Buffer.from('aé').subarray(0, 2), 'a'],
  ['the first byte', Buffer.from([0x80]), ''],
])('not UTF-8: %s', (_, bytes, before) => {
  const result = read(bytes);
  expect(result).toMatchObject({
    unreadable: { before, message: 'the file is not UTF-8 text from here on' },
  });
});

test('UTF-16 is named', () => {
  const bytes = Buffer.from('\ufeffa: 1', 'utf16le');
  expect(read(bytes)).toMatchObject({ unreadable: { message: 'the file is UTF-16, not UTF-8' } });
});

test('too large, missing, a directory, a link in a circle', () => {
  expect(read('#'.repeat(largestFile))).toHaveProperty('text');
  expect(read('#'.repeat(largestFile + 1))).toMatchObject({
    unreadable: { message: 'the file is larger than 1048576 bytes' },
  });
  const message = (path: string): unknown => (readText(path) as { unreadable: unknown }).unreadable;
  expect(message(join(directory, 'none'))).toEqual({ message: 'the file cannot be read: it does not exist' });
  expect(message(directory)).toMatchObject({ message: 'this is not a file' });
  const link = join(directory, 'link');
  symlinkSync(link, link);
  expect(message(link)).toEqual({ message: 'the file cannot be read: its links go round in a circle' });
});
