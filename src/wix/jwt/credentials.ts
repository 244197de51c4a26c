/** Which apps and keys are trusted, read from configuration. */
import { isObject, member } from '../json.js';

/** One app that may call: its id, which is the token's audience, and the text of its public key or keys. */
export interface Credential {
  readonly audience: string;
  /** Any form of importPublicKeys. */
  readonly key: string;
  readonly kid?: string;
}

export interface CredentialVariables {
  readonly WIX_APP_ID?: string | undefined;
  readonly WIX_PUBLIC_KEY?: string | undefined;
  readonly WIX_CREDENTIALS?: string | undefined;
}

/**
 * Reads the credentials. Three ways, from the usual to the rare:
 *
 * - One app, one key: `WIX_APP_ID` and `WIX_PUBLIC_KEY`.
 * - One app, several keys (while a key is replaced): `WIX_PUBLIC_KEY` holds PEM blocks one after another, a
 *   JWK set, a list with commas, or a JSON list of texts.
 * - Several apps: `WIX_CREDENTIALS=[{"audience": "app id", "publicKey": "…", "kid": "…"}]`. publicKey may
 *   also be a JWK or a list; kid is optional. This adds to the other two. Every key is trusted for its own
 *   app only.
 * @throws Error that names the variable and what is wrong, never its value.
 */
export function parseCredentials(variables: CredentialVariables): readonly Credential[] {
  const appId = variables.WIX_APP_ID?.trim() ?? '';
  const keyText = variables.WIX_PUBLIC_KEY?.trim() ?? '';
  const credentials: Credential[] = [];
  if (appId !== '' || keyText !== '') {
    if (appId === '') throw new Error('WIX_APP_ID is not set, but WIX_PUBLIC_KEY is');
    if (keyText === '') throw new Error('WIX_PUBLIC_KEY is not set, but WIX_APP_ID is');
    if (/[\s,;]/.test(appId))
      throw new Error('WIX_APP_ID must be one app id; several go into WIX_CREDENTIALS');
    for (const key of splitKeys(keyText)) credentials.push(Object.freeze({ audience: appId, key }));
  }
  const json = variables.WIX_CREDENTIALS?.trim() ?? '';
  if (json !== '') credentials.push(...readCredentials(json));
  if (credentials.length === 0)
    throw new Error('WIX_APP_ID and WIX_PUBLIC_KEY (or WIX_CREDENTIALS) are not set');
  return Object.freeze(credentials);
}

function splitKeys(text: string): readonly string[] {
  if (text.startsWith('[')) return keyTexts(parseJson(text, 'WIX_PUBLIC_KEY'), 'WIX_PUBLIC_KEY');
  if (text.startsWith('{')) return [text];
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${name} is not valid JSON`);
  }
}

/** Texts of one key or of a list of them; a JWK becomes its JSON text. */
function keyTexts(raw: unknown, name: string): readonly string[] {
  if (Array.isArray(raw) && raw.length > 0) return raw.flatMap((each) => keyTexts(each, name));
  if (typeof raw === 'string' && raw.trim() !== '') return [raw];
  if (isObject(raw)) return [JSON.stringify(raw)];
  throw new Error(`${name} must be a public key or a list of them`);
}

function readCredentials(json: string): readonly Credential[] {
  const list = parseJson(json, 'WIX_CREDENTIALS');
  if (!Array.isArray(list) || list.length === 0)
    throw new Error('WIX_CREDENTIALS must be a list such as [{"audience": "…", "publicKey": "…"}]');
  return list.flatMap((entry: unknown, index) => {
    const name = `WIX_CREDENTIALS[${index}]`;
    if (!isObject(entry)) throw new Error(`${name} must be an object`);
    const [audience, kid] = [member(entry, 'audience'), member(entry, 'kid')];
    if (typeof audience !== 'string' || audience.trim() === '')
      throw new Error(`${name}.audience must be an app id`);
    if (kid !== undefined && typeof kid !== 'string') throw new Error(`${name}.kid must be a text`);
    return keyTexts(member(entry, 'publicKey'), `${name}.publicKey`).map((key) =>
      Object.freeze({ audience: audience.trim(), key, ...(kid === undefined ? {} : { kid }) }),
    );
  });
}
