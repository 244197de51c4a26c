/** What the rows of an API tell of the collections that are proposed. */
import { inParallel } from '../execute/parallel.js';
import type { BindingUpstream } from '../model/bind/collection.js';
import { createSharedBinding } from '../model/bind/shared.js';
import type { Dialect } from '../styles/vocabulary.js';
import { createOperationBuilder } from '../upstream/document/operation.js';
import type { InitOptions } from './init-options.js';
import { type Asker, createAsker, createWaitBudget } from './learn/asker.js';
import { type Finding, type Learned, say } from './learn/finding.js';
import { learn } from './learn/learn.js';
import { listsWithRows } from './learn/lists-with-rows.js';
import { withSisters } from './learn/sisters.js';
import { type BoundProposal, bindProposed } from './propose/bind-proposed.js';
import type { ProposedCollection } from './propose/collection.js';
import type { Proposal } from './propose/proposal.js';

/** Collections that are read to learn from; more would be a load rather than a look. */
const mostProbed = 60;

/** Lists that are taken instead of those that look better and give nothing. */
export async function findRows(
  proposal: Proposal,
  proposeWith: (preferred: ReadonlySet<string>) => Proposal,
  options: InitOptions,
  dialect: Dialect | undefined,
): Promise<ReadonlySet<string>> {
  if (!options.probe || !options.client) return new Set();
  const bind = (each: ProposedCollection, { upstream }: Proposal) =>
    createBinder(options, dialect, options.kept?.value ?? upstream.value)(each).model;
  const others = new Map<ProposedCollection, Proposal>();
  return await listsWithRows(
    proposal.collections.slice(0, mostProbed),
    (field, type) => {
      const other = proposeWith(new Set([field]));
      const found = other.collections.find(
        ({ value: { list, ...value } }) =>
          value.type === type && (typeof list === 'string' ? list : list.field) === field,
      );
      if (found) others.set(found, other);
      return found;
    },
    (each) => bind(each, others.get(each) ?? proposal),
    askerOf(options, dialect),
  );
}

/** Makes an asker for each collection; they share their waiting. The client must be there. */
function askerOf(options: InitOptions, dialect: Dialect | undefined): () => Asker {
  const waiting = createWaitBudget(options);
  const upstream = { client: options.client!, operations: createOperationBuilder() };
  return () => createAsker(waiting, options, upstream, dialect);
}

type Binder = (proposed: ProposedCollection, file?: string) => BoundProposal;

/** Binds what would be written, as `serve` would. */
export function createBinder(
  options: InitOptions,
  dialect: Dialect | undefined,
  mapping: BindingUpstream['mapping'],
): Binder {
  const upstream: BindingUpstream = {
    name: options.name ?? 'default',
    schema: options.schema,
    mapping,
    dialect,
    shared: createSharedBinding(options.schema, mapping, dialect),
  };
  return (proposed, file) => bindProposed(proposed, upstream, file);
}

export async function learnAll(
  proposed: readonly ProposedCollection[],
  bind: Binder,
  options: InitOptions,
  dialect: Dialect | undefined,
): Promise<ReadonlyMap<string, Learned>> {
  const learned = new Map<string, Learned>();
  if (!options.probe || !options.client) return learned;
  const asker = askerOf(options, dialect);
  const looked = proposed.slice(0, mostProbed);
  let done = 0;
  await inParallel(4, looked, async (each) => {
    options.progress(`trying ${each.name}, ${done} of ${looked.length} done`);
    const { model } = bind(each);
    const bound = (changed: ProposedCollection) => bind(changed).model;
    if (model) learned.set(each.name, await learn(each, model, bound, asker()));
    done += 1;
  });
  return withSisters(looked, learned, (each) => bind(each).model);
}

/** What was learned, with what a person has to look at. */
export function writtenFindings({ findings, failure, unidentified }: Learned): readonly Finding[] {
  return [
    ...findings,
    ...(failure === undefined
      ? []
      : [say(['collection'], `could not be read when this was written: ${failure}`, failure)]),
    ...(unidentified === undefined ? [] : [say(['id'], `look at this: ${unidentified}`, unidentified)]),
  ];
}
