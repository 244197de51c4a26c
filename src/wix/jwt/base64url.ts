/** Base64url as tokens use it (RFC 7515 section 2): no padding, no white space, one spelling for each value. */

/** undefined: the text is not the one spelling of any bytes. */
export function decodeBase64url(text: string): Buffer | undefined {
  if (text.length % 4 === 1 || !/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  // The last letter of a text may hold bits that belong to no byte: they must be zero.
  const last = text.slice(text.length - (text.length % 4));
  if (last !== '' && Buffer.from(last, 'base64url').toString('base64url') !== last) return undefined;
  return Buffer.from(text, 'base64url');
}
