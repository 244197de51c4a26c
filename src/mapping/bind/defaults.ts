/**
 * What upstream.yaml says for all of its lists, judged once. A default is left out where one list lacks what it names, as
 * with a dialect; but the integrator wrote it for some list.
 */
import { layerStyles } from '../../upstream/styles/layers.js';
import type { Located } from '../load.js';
import type { UpstreamModel } from '../model.js';
import type { Problem } from '../problem.js';
import type { CollectionMapping, UpstreamMapping } from '../schema.js';
import type { Path, PlaceOptions } from '../source.js';
import { getFaults, templateFaults } from './template-faults.js';

export interface JudgedDefaults {
  readonly problems: readonly Problem[];
  /** Ids of the collections that would answer wrongly by them. */
  readonly spoiled: ReadonlySet<string>;
}

export function judgeDefaults(
  { source, value }: Located<UpstreamMapping>,
  upstream: Pick<UpstreamModel, 'schema' | 'dialect'>,
  collections: readonly Located<CollectionMapping>[],
): JudgedDefaults {
  const problems: Problem[] = [];
  const spoiled = new Set<string>();
  const spoil = (path: Path, message: string, place: PlaceOptions): void => {
    problems.push(source.problemAt(path, message, place));
    for (const each of collections) spoiled.add(each.value.collection);
  };
  const style = layerStyles(upstream.dialect?.list, value.defaults);
  for (const { path, message, ...place } of templateFaults(value.defaults ?? {}, style.filter?.style))
    spoil(['defaults', ...path], message, place);
  for (const { path, message, ...place } of getFaults(value.get ?? {}))
    spoil(['get', ...path], message, place);
  return { problems, spoiled };
}
