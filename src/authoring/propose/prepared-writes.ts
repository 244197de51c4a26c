/** Writes that stand in a file as comments: what a person has to complete, to decide, or to enable. */
import type { Json } from '../../styles/vocabulary.js';
import type { DisabledBlock } from '../write/write-yaml.js';
import type { ProposedWrites } from './proposed-writes.js';

type Block = { readonly [key: string]: Json };

/**
 * @param enabled the file has writes already, so the others stand below them
 * @param asked writes were asked for
 */
export function preparedWrites(
  { whole, partial, takesId }: ProposedWrites,
  enabled: boolean,
  asked: boolean,
): readonly DisabledBlock[] {
  const blocks: DisabledBlock[] = [];
  const path = enabled ? ['writes'] : [];
  const put = (value: Block, text: string): void => {
    if (Object.keys(value).length > 0)
      blocks.push({ path, value: enabled ? value : { writes: value }, text });
  };
  if (!asked) {
    const styles = Object.fromEntries(Object.entries(partial).map(([verb, { style }]) => [verb, style]));
    const needs = Object.values(partial).map((each) => each.needs);
    const empties = whole.remove ? ['"truncate: true" beside them lets the site remove all items'] : [];
    put(
      { ...whole, ...styles } as Block,
      ['guessed from the mutations; check them before enabling', ...needs, ...empties].join('\n'),
    );
    return blocks;
  }
  for (const [verb, { style, needs }] of Object.entries(partial))
    put({ [verb]: style as Block }, `to be completed: ${needs}`);
  if (takesId && enabled)
    put(
      { identify: 'clientId' },
      'enable it if the API takes the ids that Wix makes: a lost insert can then be told from one that was not done',
    );
  if (whole.remove && enabled) put({ truncate: true }, 'lets the site remove all items at once');
  return blocks;
}
