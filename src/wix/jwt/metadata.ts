/** Reads `data.metadata` (protocol section 3): every member is optional, wrong types count as missing. */
import { isObject, member } from '../json.js';
import type { Metadata } from '../protocol.js';

export function readMetadata(raw: unknown): Metadata {
  if (!isObject(raw)) return Object.freeze({});
  const identity = member(raw, 'identity');
  const languages = member(raw, 'languages');
  const listed = (
    typeof languages === 'string' ? [languages] : Array.isArray(languages) ? languages : []
  ).filter((each): each is string => typeof each === 'string' && each !== '');
  // One literal with all members: one made of parts would be of another hidden class each time.
  return Object.freeze({
    requestId: text(raw, 'requestId'),
    instanceId: text(raw, 'instanceId'),
    currency: text(raw, 'currency'),
    appExtensionId: text(raw, 'appExtensionId'),
    appExtensionType: text(raw, 'appExtensionType'),
    functionName: text(raw, 'functionName'),
    languages: listed.length === 0 ? undefined : Object.freeze(listed),
    identity: isObject(identity) ? readIdentity(identity) : undefined,
  });
}

function readIdentity(raw: Record<string, unknown>): Metadata['identity'] {
  return Object.freeze({
    identityType: text(raw, 'identityType'),
    anonymousVisitorId: text(raw, 'anonymousVisitorId'),
    memberId: text(raw, 'memberId'),
    wixUserId: text(raw, 'wixUserId'),
    appId: text(raw, 'appId'),
  });
}

function text(raw: Record<string, unknown>, name: string): string | undefined {
  const value = member(raw, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
