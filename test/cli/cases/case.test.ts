/** What is written of a case is what is read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { type Case, caseText, readCase } from '../../../src/cli/cases/case.js';
import type { Json } from '../../../src/json.js';

const folder = mkdtempSync(join(tmpdir(), 'wix-case-'));
const file = join(folder, 'case.yaml');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Mapping files and cases refuse these two names of a key; `record` says so (test/cli/record.test.ts).
const members = fc
  .dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>)
  .filter((value) => !/"(?:__proto__|<<)":/.test(JSON.stringify(value)));
const texts = fc.oneof(
  fc.string(),
  fc.constantFrom('no', '~', '1e3', '0x10', ' a\n\n b ', '2026-11-29', '- a', '# a', ''),
);

it('any values and texts', () => {
  fc.assert(
    fc.property(members, members, members, texts, texts, (request, variables, data, document, message) => {
      const value: Case = {
        version: 1,
        operation: 'QueryDataItems',
        at: '2026-11-29T11:00:00.000Z',
        caller: {},
        request,
        exchanges: [
          {
            upstream: 'default',
            document,
            variables,
            answer: { data, errors: [{ message, path: ['a', 0] }] },
          },
          {
            upstream: 'default',
            document,
            variables,
            failure: { kind: 'http', message, status: 500, delivered: 'yes', ran: false },
          },
        ],
        refused: { code: 'UNKNOWN_ERROR', message },
      };
      const written = JSON.parse(JSON.stringify(value));
      writeFileSync(file, caseText(value));
      expect(readCase(file).value).toEqual(written);
    }),
    { numRuns: 200 },
  );
});
