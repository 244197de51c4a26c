/** Options that say who asks, and in which language: what Wix tells of a visitor in every signed request. */
import type { Command } from 'commander';
import type { Caller } from '../console/caller.js';
import { plannedScope } from '../server/scope.js';
import type { RequestScope } from '../upstream/transport/context.js';
import { type IdentityKind, identityKinds } from '../wix/identity.js';
import type { Metadata } from '../wix/protocol.js';
import { CliError } from './cli-error.js';

export interface IdentityOptions extends Caller {
  readonly instance?: string;
}

/** Ids of nobody, for those who have not said one. */
const somebody = {
  visitor: '00000000-0000-4000-8000-000000000001',
  member: '00000000-0000-4000-8000-000000000002',
  owner: '00000000-0000-4000-8000-000000000003',
  app: '00000000-0000-4000-8000-000000000004',
} as const;

export function addIdentityOptions(command: Command): Command {
  return command
    .option('--language <tag>', 'language of the request, as Wix writes it: en, pt-BR')
    .option('--member <id>', 'the request is that of this member of the site')
    .option('--as <who>', 'the request is that of a visitor, a member, the owner of the site, or an app')
    .option('--instance <id>', 'the request comes from the site with this instance id of the app');
}

/** @throws CliError when the options contradict each other */
export function metadataOf({ language, member, as, instance }: IdentityOptions): Metadata {
  const who =
    as === undefined
      ? member === undefined
        ? undefined
        : 'member'
      : identityKinds.find((each) => each === as);
  if (as !== undefined && who === undefined)
    throw new CliError(2, `--as must be ${identityKinds.join(', ')}`);
  if (member !== undefined && who !== 'member') throw new CliError(2, `--as ${as} takes no --member`);
  return {
    ...(language === undefined ? {} : { languages: [language] }),
    ...(instance === undefined ? {} : { instanceId: instance }),
    ...(who === undefined ? {} : { identity: identityOf(who, member) }),
  };
}

function identityOf(who: IdentityKind, member: string | undefined): NonNullable<Metadata['identity']> {
  switch (who) {
    case 'visitor':
      return { identityType: 'ANONYMOUS_VISITOR', anonymousVisitorId: somebody.visitor };
    case 'member':
      return { identityType: 'MEMBER', memberId: member ?? somebody.member };
    case 'owner':
      return { identityType: 'WIX_USER', wixUserId: somebody.owner };
    case 'app':
      return { identityType: 'APP', appId: somebody.app };
  }
}

/** What a plan is made with: facts that are not given stand for themselves. */
export function factsOf(options: IdentityOptions): RequestScope {
  return plannedScope(metadataOf(options));
}
