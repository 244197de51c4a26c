/** Who triggered a request, and what they may want to do, in the words of mapping files (protocol section 3, `identityType`). */

export const identityKinds = ['visitor', 'member', 'owner', 'app'] as const;
/** `owner`: a Wix user, which is the owner of the site or a collaborator. */
export type IdentityKind = (typeof identityKinds)[number];

const kinds: ReadonlyMap<string, IdentityKind> = new Map([
  ['ANONYMOUS_VISITOR', 'visitor'],
  ['MEMBER', 'member'],
  ['WIX_USER', 'owner'],
  ['APP', 'app'],
]);

/** undefined: the request does not say it, or says UNKNOWN. */
export function identityKindOf(identityType: string | undefined): IdentityKind | undefined {
  return identityType === undefined ? undefined : kinds.get(identityType);
}

/** What rules speak of. `read`: all reading operations; `update`: changes of references too, as in Wix. */
export const ruledOperations = ['read', 'insert', 'update', 'remove', 'truncate'] as const;
export type RuledOperation = (typeof ruledOperations)[number];
