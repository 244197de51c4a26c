/** One declared mutation against the schema: where it is, what its slots take, and how its answer reads. */
import { renderTemplate, type Slots } from '../../../styles/template.js';
import type { Template, WriteStyle } from '../../../styles/vocabulary.js';
import { isMissing, locate } from '../../../upstream/document/location.js';
import { fitInput } from '../../codecs/fit-input.js';
import type { MutationModel } from '../../writes.js';
import type { BindContext } from '../context.js';
import { bindAnswer } from './answers.js';
import { type Sites, sitesOf } from './sites.js';

export type MutationStyle = Pick<
  WriteStyle,
  'mutation' | 'arguments' | 'result' | 'errors' | 'flag' | 'count' | 'empty'
>;

export interface BoundMutation {
  readonly model: MutationModel;
  readonly location: MutationModel['location'];
  readonly sites: Sites;
}

/**
 * @param at where it stands in the file
 * @param empty what an answer without item and error means, where the mapping does not say it
 */
export function bindMutation(
  style: MutationStyle,
  at: readonly string[],
  empty: MutationModel['answer']['empty'],
  { slots, context }: { readonly slots: Slots; readonly context: BindContext },
): BoundMutation | undefined {
  const { schema } = context;
  const name = String(renderTemplate(style.mutation, slots));
  const location = locate(schema, name, 'mutation');
  if (isMissing(location)) {
    context.problem([...at, 'mutation'], `the upstream has no mutation "${name}"`);
    return undefined;
  }
  const templates = renderTemplate(style.arguments, slots) as Readonly<Record<string, Template>>;
  const sites = sitesOf(templates, location.field.args, name);
  const answer = bindAnswer(
    style,
    location.field.type,
    schema,
    context.located.value.type,
    empty,
    takesList(sites),
  );
  const model: MutationModel = {
    name,
    location,
    arguments: templates,
    fitId: sites.id ? fitInput(sites.id.type) : (raw) => raw,
    answer,
    position: context.position(at),
  };
  return { model, location, sites };
}

/** Whether the mutation takes a list of items or ids, so that `$items` or `$ids` stand among its arguments. */
export function takesList({ item, id }: Sites): boolean {
  return item?.form === 'items' || (id?.listed ?? false);
}
