/** Where the upstream's aggregates are, if it has any, and what they offer of each field. */
import { type GraphQLField, type GraphQLOutputType, getNamedType, isObjectType } from 'graphql';
import { didYouMean } from '../../mapping/suggest.js';
import { layerAggregate } from '../../styles/layers.js';
import { renderTemplate, type Slots } from '../../styles/template.js';
import type { AggregateStyle, Json } from '../../styles/vocabulary.js';
import { parseAddress } from '../../upstream/document/argument-path.js';
import { fieldOf, isMissing, type Location, locate } from '../../upstream/document/location.js';
import { compileResultPath } from '../../upstream/document/result-path.js';
import type { AggregateModel, AggregatePlace, FieldModel, GroupsModel, ListModel } from '../model.js';
import { bindFunctions, bindGroupKeys } from './aggregate-fields.js';
import type { BindContext } from './context.js';
import { resultType, sharedConstants, takesConstants } from './result-type.js';

/**
 * What the upstream aggregates, as far as the schema has it. Faults are reported to the context where the mapping
 * itself says them.
 * @returns undefined where nothing is aggregated upstream
 */
export function bindAggregate(
  list: ListModel,
  fields: ReadonlyMap<string, FieldModel>,
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
  const shared = name === undefined ? {} : sharedConstants(list.constants, location);
  if (!shared)
    return miss(`"${name}" does not take the constant arguments of the list, so it sees other items`);
  if (style.path !== undefined && !resultType(location.field.type, style.path)) {
    return miss(`the result of "${name ?? location.steps.at(-1)!.name}" has no "${style.path}"`);
  }
  checkFunctions(location, style, context);
  const steps = compileResultPath(style.path ?? '').names;
  const whole = placeOf(location, shared, steps, style, list, fields);
  return Object.freeze({ whole, groups: bindGroups(whole, style, list, fields, slots, context) });
}

function placeOf(
  location: Location,
  constants: Readonly<Record<string, Json>>,
  steps: readonly string[],
  style: AggregateStyle,
  list: ListModel,
  fields: ReadonlyMap<string, FieldModel>,
): AggregatePlace {
  const address = style.filter === undefined ? (list.filter?.style.at ?? null) : style.filter;
  return Object.freeze({
    location,
    own: location === list.location,
    constants,
    takesConstants: takesConstants(list.constants, location, constants),
    filterAt: address === null ? null : parseAddress(address),
    steps,
    functions: bindFunctions(style, location, steps, fields),
  });
}

/** Paths that the file itself writes, as far as they do not depend on the field. */
function checkFunctions(location: Location, style: AggregateStyle, context: BindContext): void {
  const { aggregate } = context.located.value;
  const base = resultType(location.field.type, style.path ?? '');
  if (!aggregate || !base) return;
  for (const [name, path] of Object.entries(aggregate.functions ?? {})) {
    if (path === undefined) continue;
    let owner: GraphQLOutputType = base;
    for (const step of path.split('.')) {
      if (step.includes('$') || step === '') break;
      const inner = resultType(owner, step);
      if (!inner) {
        const named: unknown = getNamedType(owner);
        const fields = isObjectType(named) ? Object.keys(named.getFields()) : [];
        const help = didYouMean(step, fields);
        context.problem(['aggregate', 'functions', name], `${String(named)} has no field "${step}"`, {
          within: step,
          ...(help ? { help } : {}),
        });
        break;
      }
      owner = inner;
    }
  }
}

/** The grouped form: a list of groups, each with its keys and the same functions. */
function bindGroups(
  aggregated: AggregatePlace,
  style: AggregateStyle,
  list: ListModel,
  fields: ReadonlyMap<string, FieldModel>,
  slots: Slots,
  context: BindContext,
): GroupsModel | undefined {
  const { groups } = style;
  if (!groups) return undefined;
  const name = groups.field === undefined ? undefined : String(renderTemplate(groups.field, slots));
  const location = name === undefined ? aggregated.location : locate(context.schema, name);
  if (isMissing(location)) return undefined;
  const constants =
    name === undefined && list.location === location ? {} : sharedConstants(list.constants, location);
  if (!constants) return undefined;
  // The argument stands on the last step of the path, or on the sibling field itself.
  const steps = compileResultPath(groups.path).names;
  let owner: GraphQLField<unknown, unknown> = location.field;
  for (const step of steps) {
    const found = fieldOf(owner.type, step);
    if (!found) return undefined;
    owner = found;
  }
  const argument = owner.args.find((each) => each.name === groups.by);
  if (!argument) return undefined;
  const by = { name: argument.name, type: argument.type };
  return Object.freeze({
    ...placeOf(location, constants, steps, style, list, fields),
    by,
    keys: bindGroupKeys(groups, by, fields),
  });
}
