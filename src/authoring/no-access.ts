/** An API that shows its schema to everybody and its rows to nobody without a credential. */
import type { Dialect } from '../styles/vocabulary.js';
import type { Learned } from './learn/finding.js';
import type { GivenHeaders } from './write/headers.js';

/** No collection can be read, since the API wants a credential, or another one. */
export class NoAccessError extends Error {
  override readonly name = 'NoAccessError';
}

const wantsCredential =
  /\b(401|403)\b|forbidden|unauthori[sz]ed|unauthenticated|authenticat|permission|access denied|not allowed|not authori[sz]ed|credential|api[ -]?key|token|log ?in|logged in|sign in/i;

/** @throws {NoAccessError} nothing would be learned, and the files would look as if they worked */
export function refuseBlindness(
  learned: ReadonlyMap<string, Learned>,
  headers: GivenHeaders,
  dialect: Dialect | undefined,
): void {
  const failures = [...learned.values()].map(({ failure }) => failure);
  if (failures.length === 0) return;
  if (!failures.every((failure) => failure !== undefined && wantsCredential.test(failure))) return;
  const given = Object.keys(headers.written).length > 0;
  const auth = dialect?.auth;
  const example = auth
    ? `${auth.header}: ${auth.value.replace(/\$\{[^}]*\}/g, '…')}`
    : 'authorization: Bearer …';
  throw new NoAccessError(
    `The API shows its schema and refuses every read (${failures[0]}). Nothing was written. ` +
      (given ? 'Try another credential with' : 'Run it again with the credential:') +
      ` --header "${example}"; --no-probe writes files without a look at the API.`,
  );
}
