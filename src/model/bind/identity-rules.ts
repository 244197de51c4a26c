/** `allow` and `whereFor` against the rest of their file: a rule that changes nothing, or that nobody meets, is a fault. */
import { everything, type Filter } from '../../wix/filter/tree.js';
import {
  type IdentityKind,
  identityKinds,
  type RuledOperation,
  ruledOperations,
} from '../../wix/identity.js';
import { factsIn } from '../identity-rules.js';
import type { FieldModel } from '../model.js';
import type { AllowRule, IdentityRules, WhereForRule } from '../rules.js';
import type { BindContext } from './context.js';
import { bindWhere } from './where.js';

/** @returns undefined: nothing depends on who asks */
export function bindIdentityRules(
  where: Filter,
  fields: ReadonlyMap<string, FieldModel>,
  context: BindContext,
): IdentityRules | undefined {
  const { allow, whereFor } = context.located.value;
  const facts = factsIn(where);
  if (!allow && !whereFor && facts.length === 0) return undefined;
  const filters = bindWhereFor(fields, context);
  const rules: IdentityRules = {
    allow: bindAllow(context),
    whereFor: filters,
    factsInWhere: facts.length === 0 ? undefined : { position: context.position(['where']) },
  };
  judgeReaders(where, rules, context);
  judgeWrites(context);
  return rules;
}

function bindAllow({ located, position }: BindContext): IdentityRules['allow'] {
  const { allow = {} } = located.value;
  const rules: Partial<Record<RuledOperation, AllowRule>> = {};
  for (const operation of ruledOperations) {
    const kinds = allow[operation];
    if (kinds) rules[operation] = { kinds, position: position(['allow', operation]) };
  }
  return rules;
}

function bindWhereFor(
  fields: ReadonlyMap<string, FieldModel>,
  context: BindContext,
): WhereForRule | undefined {
  const { whereFor } = context.located.value;
  if (!whereFor) return undefined;
  const filters: [IdentityKind, { filter: Filter; position: string }][] = [];
  for (const kind of identityKinds) {
    const at = ['whereFor', kind];
    if (whereFor[kind] !== undefined)
      filters.push([
        kind,
        { filter: bindWhere(whereFor[kind], at, fields, context), position: context.position(at) },
      ]);
  }
  if (filters.length === 0)
    context.problem(['whereFor'], 'nobody is named here, so that every request would be refused', {
      at: 'key',
      help: `name some of ${identityKinds.join(', ')}, each with a filter; {} is every item`,
      set: { path: ['whereFor', 'owner'], value: {} },
    });
  return { filters: new Map(filters), position: context.position(['whereFor']) };
}

/** The fact that only requests of this kind have (protocol section 3). */
const ownFacts: Readonly<Record<string, IdentityKind>> = {
  '$identity.anonymousVisitorId': 'visitor',
  '$identity.memberId': 'member',
  '$identity.wixUserId': 'owner',
  '$identity.appId': 'app',
};

/** Each kind that is let in must find a filter, and have the facts that it needs. */
function judgeReaders(where: Filter, { allow, whereFor }: IdentityRules, context: BindContext): void {
  const has = (kind: IdentityKind, fact: string): boolean => (ownFacts[fact] ?? kind) === kind;
  for (const [kind, { filter }] of whereFor?.filters ?? [])
    for (const fact of factsIn(filter))
      if (!has(kind, fact))
        context.problem(['whereFor', kind], `requests of ${plural[kind]} have no ${fact}`, { within: fact });
  const named = new Set(ruledOperations.flatMap((operation) => allow[operation]?.kinds ?? []));
  for (const kind of named) {
    const operation = ruledOperations.find((each) => allow[each]?.kinds.includes(kind))!;
    const at = ['allow', operation, context.located.value.allow![operation]!.indexOf(kind)];
    if (whereFor && whereFor.filters.size > 0 && !whereFor.filters.has(kind))
      context.problem(
        at,
        `whereFor has no filter for ${plural[kind]}, so that they are refused all the same`,
        {
          within: kind,
          help: `add ${kind}: {} there for every item`,
        },
      );
    const missing = factsIn(where).find((fact) => !has(kind, fact));
    if (missing !== undefined)
      context.problem(
        at,
        `where needs ${missing}, which requests of ${plural[kind]} have not: they are refused all the same`,
        { within: kind, help: 'write the filter under whereFor' },
      );
  }
  if (where !== everything && named.size === 0 && !whereFor) {
    const kinds = new Set(factsIn(where).flatMap((fact) => ownFacts[fact] ?? []));
    if (kinds.size > 1)
      context.problem(['where'], 'no request has all of these facts: each identity has only its own id', {
        help: 'write the filters under whereFor',
      });
  }
}

const plural: Readonly<Record<IdentityKind, string>> = {
  visitor: 'visitors',
  member: 'members',
  owner: 'the owner of the site',
  app: 'apps',
};

/** A write that is not declared needs no rule; one that is, and has none beside others that have, was perhaps forgotten. */
function judgeWrites(context: BindContext): void {
  const { allow, writes, fields } = context.located.value;
  if (!allow) return;
  const refers = Object.values(fields).some((each) => typeof each === 'object' && each.writes !== undefined);
  for (const operation of ruledOperations) {
    if (operation === 'read') continue;
    const declared = writes?.[operation] !== undefined || (operation === 'update' && refers);
    if (allow[operation] && !declared)
      context.problem(
        ['allow', operation],
        `the file declares no ${operation}, so that this changes nothing`,
        {
          at: 'key',
          severity: 'warning',
          useless: true,
        },
      );
    if (!allow[operation] && declared)
      context.problem(['allow'], `${operation} is not named here, so that everybody may whom Wix lets`, {
        at: 'key',
        severity: 'warning',
        help: `add ${operation}: [${identityKinds.join(', ')}], or those of them who may`,
        set: { path: ['allow', operation], value: [...identityKinds] },
      });
  }
  const both = allow.truncate?.find((kind) => allow.remove && !allow.remove.includes(kind));
  if (both)
    context.problem(
      ['allow', 'truncate', allow.truncate!.indexOf(both)],
      `${both} may not remove, so that truncate is refused too`,
      {
        within: both,
      },
    );
}
