/** Binds a proposed file as `serve` would: what is written is what was judged. */
import { parseYaml } from '../../mapping/parse-yaml.js';
import type { Problem } from '../../mapping/problem.js';
import { collectionMapping } from '../../mapping/schema.js';
import { validate } from '../../mapping/validate.js';
import { type BindingUpstream, bindCollection } from '../../model/bind/collection.js';
import type { CollectionModel } from '../../model/model.js';
import { collectionFile } from '../write/files.js';
import type { ProposedCollection } from './collection.js';

export interface BoundProposal {
  readonly model: CollectionModel | undefined;
  readonly problems: readonly Problem[];
}

/** @param file name that problems give; default: that of the proposal */
export function bindProposed(
  proposed: ProposedCollection,
  upstream: BindingUpstream,
  file = proposed.fileName,
): BoundProposal {
  const { text } = collectionFile(proposed);
  const parsed = parseYaml(file, text);
  const validated =
    parsed.value === undefined
      ? undefined
      : validate(collectionMapping, parsed.value as never, parsed.source);
  if (validated?.value === undefined)
    return { model: undefined, problems: [...parsed.problems, ...(validated?.problems ?? [])] };
  return bindCollection({ source: parsed.source, value: validated.value, file }, upstream);
}
