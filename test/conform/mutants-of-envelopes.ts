/** Wrong doorkeepers: what each lets in, or keeps out. */
import { accepting, claimsOf, headerOf, type Mutant, refusal, refusing, wiring } from './mutants.js';

const now = (): number => Date.now() / 1000;

export const envelopeMutants: Readonly<Record<string, Mutant>> = {
  'token.good': refusing(() => true, refusal(401, 'UNAUTHORIZED')),
  'token.audiences': refusing(
    (_, __, sent) => Array.isArray(claimsOf(sent)?.aud),
    refusal(401, 'UNAUTHORIZED'),
  ),
  'token.missing': accepting(({ body }) => body === ''),
  'token.json': accepting(({ body = '' }) => body.startsWith('{')),
  'token.unsigned': accepting((sent) => headerOf(sent)?.alg === 'none'),
  // Signatures are not looked at.
  'token.changed': accepting((sent) => headerOf(sent)?.alg === 'ES256'),
  'token.stranger': accepting((sent) => headerOf(sent)?.alg === 'ES256'),
  'token.audience': accepting((sent) => claimsOf(sent)?.aud !== undefined),
  'token.issuer': accepting((sent) => String(claimsOf(sent)?.iss).startsWith('wix.com')),
  'token.expired': accepting((sent) => claimsOf(sent)?.exp < now()),
  'token.status': wiring((answer) => (answer.status === 401 ? { status: 500 } : undefined)),
  'token.not-yet': accepting((sent) => claimsOf(sent)?.iat > now() + 3600),
};
