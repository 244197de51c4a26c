/** Binds a proposed file as `serve` would: what is written is what was judged. */
import { parseYaml } from '../../mapping/parse-yaml.js';
import type { Problem } from '../../mapping/problem.js';
import { collectionMapping } from '../../mapping/schema.js';
import type { SourceFile } from '../../mapping/source.js';
import { validate } from '../../mapping/validate.js';
import { type BindingUpstream, bindCollection } from '../../model/bind/collection.js';
import type { CollectionModel } from '../../model/model.js';
import { collectionFile } from '../write/files.js';
import type { ProposedCollection } from './collection.js';

export interface BoundProposal {
  readonly model: CollectionModel | undefined;
  readonly problems: readonly Problem[];
  /** Key of the field in whose lines a problem is; undefined: in none. */
  readonly keyAt: (problem: Problem) => string | undefined;
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
  const keyAt = fieldLines(proposed, parsed.source);
  if (validated?.value === undefined)
    return { model: undefined, problems: [...parsed.problems, ...(validated?.problems ?? [])], keyAt };
  return { ...bindCollection({ source: parsed.source, value: validated.value, file }, upstream), keyAt };
}

function fieldLines({ value }: ProposedCollection, source: SourceFile): BoundProposal['keyAt'] {
  const line = (path: readonly string[]): number => source.positionAt(path).line;
  return (problem) => {
    const sections = Object.keys(value).map((each) => line([each]));
    const own = line(['fields']);
    const end = Math.min(...sections.filter((each) => each > own), Number.POSITIVE_INFINITY);
    if (problem.line <= own || problem.line >= end) return undefined;
    return Object.keys(value.fields).findLast((key) => line(['fields', key]) <= problem.line);
  };
}
