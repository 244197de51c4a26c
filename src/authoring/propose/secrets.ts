/** Fields that look as if they held a secret, by their names: they are not published unless a person says so. */
import type { GraphQLNamedType } from 'graphql';
import { leafKind } from '../detect/kinds.js';
import { splitWords } from '../detect/words.js';

/** Any of these words: `passwordHash`, `client_secret`. */
const secretWords = new Set([
  ...[
    'password',
    'passwd',
    'passphrase',
    'passcode',
    'pwd',
    'secret',
    'secrets',
    'credential',
    'credentials',
  ],
  ...['ssn', 'cvv', 'cvc', 'otp', 'totp', 'apikey', 'apikeys'],
]);
/** The last word: a `tokenId` is none. Hashes of contents and commits are public, and salt is in soup too. */
const secretEnds = new Set(['token', 'tokens', 'jwt']);
const secretPairs =
  /\b(api|private|secret|access|signing|encryption|licen[cs]e|recovery) keys?\b|\b(card|social security) number\b|\bauth(entication)? data\b|\bauthdata\b/;

/** Flags and times speak of a secret without holding it: `hasPassword`, `passwordChangedAt`. */
const harmless = new Set(['boolean', 'date', 'time', 'enum']);

export function looksSecret(name: string, type: GraphQLNamedType): boolean {
  if (harmless.has(leafKind(type))) return false;
  const words = splitWords(name);
  return (
    words.some((word) => secretWords.has(word)) ||
    secretEnds.has(words.at(-1) ?? '') ||
    secretPairs.test(words.join(' '))
  );
}
