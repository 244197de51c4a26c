/** The address as it stands in the file: whole, unless it holds a secret, which belongs into the environment. */

/** Words of names of query parameters that hold keys: `api_key`, `accessToken`, Azure's `code`. */
const secret = /key|token|secret|passw|pwd|auth|signature|credential|jwt|^(sig|code|sas)$/i;

/** User name or password. They are sent as a header instead, which can be a variable. */
export function hasUserInfo(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

export function hasSecretParameter(url: string): boolean {
  return URL.canParse(url) && [...new URL(url).searchParams.keys()].some((name) => secret.test(name));
}
