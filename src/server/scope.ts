/** What constant arguments and headers of the mapping may use of a verified request. */
import type { RequestScope } from '../upstream/transport/context.js';
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
