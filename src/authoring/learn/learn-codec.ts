/** Ids that no address holds: clients of a site put them raw into one, so that a codec has to show others. */

import type { Path } from '../../mapping/source.js';
import { findExtension } from '../../styles/extensions/registry.js';
import { type Finding, put } from './finding.js';
import { idsOf, type Look } from './look.js';

/** Those of one product first, since their ids stay readable. */
const codecs = ['shopify-gid', 'gitlab-gid', 'base64url'] as const;
const line: Path = ['id'];

export function learnCodec({ model, sample }: Pick<Look, 'model' | 'sample'>): readonly Finding[] {
  const ids = idsOf(model, sample.rows);
  const { source } = model.fields.get('_id')!;
  const raw = ids.find((id) => /[/?#%]/.test(id));
  if (raw === undefined || source.kind !== 'path') return [];
  const codec = codecs.find((name) => ids.every((id) => isReadBy(name, id)));
  if (codec === undefined) return [];
  const path = source.steps.map(({ name }) => name).join('.');
  const evidence = `one id is ${JSON.stringify(raw)}`;
  const comment = "learned: ids hold / ? # or %, with which a site's get() does not find an item";
  return [put(line, { path, codec }, comment, evidence, { short: `ids by ${codec}` })];
}

function isReadBy(name: string, id: string): boolean {
  const codec = findExtension('idCodec', name);
  try {
    return codec !== undefined && codec.encode(codec.decode(id)) === id;
  } catch {
    return false;
  }
}
