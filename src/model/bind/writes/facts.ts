/** What holds for all writes of a collection: the dialect says it, then upstream.yaml, then the collection's file. */
import type { PlaceOptions } from '../../../mapping/source.js';
import { didYouMean } from '../../../mapping/suggest.js';
import type { WriteStyles } from '../../../styles/vocabulary.js';
import type { FieldModel } from '../../model.js';
import type { BindContext } from '../context.js';
import type { WriteFault } from '../write-faults.js';

export type WriteFacts = Pick<
  WriteStyles,
  'identify' | 'resolve' | 'missing' | 'clear' | 'batch' | 'failures' | 'system'
>;

/** The facts of all layers; rules of failures of the collection stand before those of the dialect. */
export function factsOf({ dialect, upstream, located }: BindContext): WriteFacts {
  let facts: WriteFacts = {};
  for (const layer of [dialect?.writes, upstream.writes, located.value.writes]) {
    if (!layer) continue;
    const { identify, resolve, missing, clear, batch, failures, system } = layer;
    facts = {
      identify: identify ?? facts.identify,
      resolve: { ...facts.resolve, ...resolve },
      missing: missing ?? facts.missing,
      clear: clear ?? facts.clear,
      batch: batch ?? facts.batch,
      failures: [...(failures ?? []), ...(facts.failures ?? [])],
      system: { ...facts.system, ...system },
    };
  }
  return facts;
}

/** What is wrong with the facts that the collection's own file states. */
export function factFaults(
  { identify, batch, failures = [] }: WriteStyles,
  fields: ReadonlyMap<string, FieldModel>,
): readonly WriteFault[] {
  const faults: WriteFault[] = [];
  const report = (path: readonly string[], message: string, options: PlaceOptions = {}): void => {
    faults.push({ path, message, options });
  };
  const field = (path: readonly string[], key: string): void => {
    if (fields.has(key)) return;
    const help = didYouMean(key, fields.keys());
    report(path, `there is no field "${key}" in this file`, help ? { help } : {});
  };
  if (typeof identify === 'object' && 'key' in identify) field(['identify', 'key'], identify.key);
  if (typeof batch === 'object' && batch.document === 'transaction' && batch.aliases > 1)
    report(
      ['batch', 'aliases'],
      'a document is one transaction, in which an item that fails undoes the others: they go one by one',
      { help: 'write batch: none' },
    );
  for (const [index, rule] of failures.entries()) {
    const at = ['failures', String(index)];
    if (rule.code === undefined && rule.text === undefined && rule.type === undefined)
      report(at, 'a rule needs code, text or type: without them every error would fit');
    if (rule.field !== undefined) field([...at, 'field'], rule.field);
  }
  return faults;
}
