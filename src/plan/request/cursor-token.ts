/**
 * Cursor tokens of Wix's cursor paging (protocol section 5.3). A token carries the whole request, since later pages
 * come without filter and sort, and is signed, since it comes back from outside.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { validationError } from '../../wix/errors.js';

export interface CursorTokens {
  seal(value: unknown): string;
  /** @throws VALIDATION_ERROR for tokens that this service did not make */
  open(token: string): unknown;
}

const macLength = 16;
/** Far beyond the largest filter that is accepted. */
const longestToken = 1024 * 1024;
const largestContent = 16 * 1024 * 1024;

/** @param secret shared by all replicas; tokens made with another are refused */
export function createCursorTokens(secret: string | Uint8Array): CursorTokens {
  // Many engines never make a token: that of a site in use for a moment, or of a test.
  let key: Buffer | undefined;
  const mac = (content: Buffer): Buffer => {
    key ??= createHmac('sha256', 'wix cursor').update(secret).digest();
    return createHmac('sha256', key).update(content).digest().subarray(0, macLength);
  };
  return {
    seal(value) {
      const content = deflateRawSync(Buffer.from(JSON.stringify(value)));
      return Buffer.concat([mac(content), content]).toString('base64url');
    },
    open(token) {
      const bytes = token.length <= longestToken ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
      const content = bytes.subarray(macLength);
      if (bytes.length <= macLength || !timingSafeEqual(bytes.subarray(0, macLength), mac(content)))
        throw unknownToken();
      return JSON.parse(inflateRawSync(content, { maxOutputLength: largestContent }).toString('utf8'));
    },
  };
}

function unknownToken(): Error {
  return validationError(
    'The cursor is not one of this service, or it was made before a restart. Ask for the first page again.',
    [{ fieldPath: 'cursorPaging.cursor', message: 'unknown cursor' }],
  );
}
