/** What constant arguments and headers of the mapping may use of a verified request. */
import { type RequestScope, unfilledScope } from '../upstream/transport/context.js';
import type { Metadata } from '../wix/protocol.js';

export function scopeOf({ languages, instanceId, identity }: Metadata): RequestScope {
  return {
    language: languages?.[0],
    instanceId,
    identity: identity && {
      type: identity.identityType,
      memberId: identity.memberId,
      wixUserId: identity.wixUserId,
      anonymousVisitorId: identity.anonymousVisitorId,
      appId: identity.appId,
    },
  };
}

/** The same for a request that is only planned: a fact that is not given stands for itself, as it is written in the mapping. */
export function plannedScope(metadata: Metadata): RequestScope {
  const given = Object.entries(scopeOf(metadata)).filter(([, fact]) => fact !== undefined);
  return { ...unfilledScope, ...Object.fromEntries(given) };
}
