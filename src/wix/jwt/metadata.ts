/** Reads `data.metadata` (protocol section 3): every member is optional, wrong types count as missing. */
import { isObject, member } from '../json.js';
import type { Metadata } from '../protocol.js';

const textMembers = [
  'requestId',
  'instanceId',
  'currency',
  'appExtensionId',
  'appExtensionType',
  'functionName',
] as const;
const identityMembers = ['identityType', 'anonymousVisitorId', 'memberId', 'wixUserId', 'appId'] as const;

export function readMetadata(raw: unknown): Metadata {
  if (!isObject(raw)) return Object.freeze({});
  const identity = member(raw, 'identity');
  const languages = member(raw, 'languages');
  const listed = (
    typeof languages === 'string' ? [languages] : Array.isArray(languages) ? languages : []
  ).filter((each): each is string => typeof each === 'string' && each !== '');
  return Object.freeze({
    ...texts(raw, textMembers),
    ...(listed.length === 0 ? {} : { languages: Object.freeze(listed) }),
    ...(isObject(identity) ? { identity: Object.freeze(texts(identity, identityMembers)) } : {}),
  });
}

function texts<Name extends string>(
  raw: Record<string, unknown>,
  names: readonly Name[],
): { readonly [name in Name]?: string } {
  const found: { [name in Name]?: string } = {};
  for (const name of names) {
    const value = member(raw, name);
    if (typeof value === 'string' && value !== '') found[name] = value;
  }
  return found;
}
