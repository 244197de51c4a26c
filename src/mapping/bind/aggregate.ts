/** Where the upstream's aggregates are, if it has any. What a single field offers is looked up when it is asked for. */
import { isMissing, locate } from '../../upstream/location.js';
import { layerAggregate } from '../../upstream/styles/layers.js';
import { renderTemplate, type Slots } from '../../upstream/styles/template.js';
import type { AggregateModel, ListModel } from '../model.js';
import type { BindContext } from './context.js';
import { resultType } from './list.js';

export function bindAggregate(
  list: ListModel,
  slots: Slots,
  context: BindContext,
): AggregateModel | undefined {
  const mapping = context.located.value;
  if (mapping.aggregate === false) return undefined;
  const style = layerAggregate(context.dialect?.aggregate, context.upstream.aggregate, mapping.aggregate);
  if (style.functions === undefined) return undefined;
  const given = mapping.aggregate !== undefined;
  const miss = (message: string): undefined => {
    if (given) context.problem(['aggregate'], message, { at: 'key' });
    return undefined;
  };
  const name = style.field === undefined ? undefined : String(renderTemplate(style.field, slots));
  const location = name === undefined ? list.location : locate(context.schema, name);
  if (isMissing(location)) return miss(`the upstream has no field "${name}"`);
  if (style.path !== undefined && !resultType(location.field.type, style.path)) {
    return miss(`the result of "${name ?? location.steps.at(-1)!.name}" has no "${style.path}"`);
  }
  return { style, location, own: name === undefined };
}
