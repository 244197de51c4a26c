/** Where the number of matching rows comes from: the list field's own result, or a sibling field with the same filter. */
import { type GraphQLOutputType, getNullableType, isRequiredArgument, isScalarType } from 'graphql';
import type { FilterBinding } from '../../styles/filter.js';
import { countStyleOf } from '../../styles/layers.js';
import { renderTemplate, type Slots } from '../../styles/template.js';
import type { Json, ListStyle } from '../../styles/vocabulary.js';
import { parseAddress } from '../../upstream/document/argument-path.js';
import { isMissing, type Location, locate, typeAt } from '../../upstream/document/location.js';
import { compileResultPath } from '../../upstream/document/result-path.js';
import type { CountModel } from '../model.js';
import type { BindContext } from './context.js';
import { type Help, near, resultHelp } from './near.js';
import { type Constants, resultType, sharedConstants, takesConstants } from './result-type.js';

/**
 * Where the number of rows comes from.
 * @param given whether the mapping says it itself: only then faults are reported
 * @returns undefined where the upstream tells none, or only an estimate
 */
export function bindCount(
  location: Location,
  style: ListStyle,
  given: boolean,
  filter: FilterBinding | undefined,
  constants: Constants,
  slots: Slots,
  context: BindContext,
): CountModel | undefined {
  const count = countStyleOf(style);
  if (!count || count.exact === false) return undefined;
  const miss = (message: string, help?: () => Help): undefined => {
    if (given) context.problem(['list', 'count'], message, help?.());
    return undefined;
  };
  const common = {
    path: compileResultPath(count.path),
    cap: count.cap,
    precision: count.precision === undefined ? undefined : compileResultPath(count.precision),
  };
  if (count.field === undefined) {
    const parent = location.steps.at(-2)?.field.type ?? context.schema.getQueryType()!;
    const type = count.path.startsWith('../')
      ? resultType(parent, count.path.slice(3))
      : resultType(location.field.type, count.path);
    if (type && !canCount(type)) return miss(`"${count.path}" is no number (${String(type)})`);
    return type
      ? { ...common, sibling: undefined, filterAt: null }
      : miss(`the result has no "${count.path}"`, () => resultHelp(count.path, location, parent));
  }
  const name = String(renderTemplate(count.field, slots));
  const sibling = locate(context.schema, name);
  if (isMissing(sibling))
    return miss(`the upstream has no field "${name}"`, () => near(sibling.name, sibling.candidates));
  if (count.path !== '' && !resultType(sibling.field.type, count.path))
    return miss(`the result of "${name}" has no "${count.path}"`, () => resultHelp(count.path, sibling));
  const counted = resultType(sibling.field.type, count.path)!;
  if (!canCount(counted)) return miss(`"${name}" gives no number there (${String(counted)})`);
  const address = count.filter === undefined ? (filter?.style.at ?? null) : count.filter;
  const usable = address === null || typeAt(sibling, parseAddress(address)) !== undefined || address === '';
  const shared = sharedConstants(constants, sibling);
  if (!shared)
    return miss(`"${name}" does not take the constant arguments of the list, so it counts other rows`);
  const values: Record<string, Json> = {
    ...shared,
    ...(count.arguments as Record<string, Json> | undefined),
  };
  const required = sibling.field.args.find(
    (each) => isRequiredArgument(each) && values[each.name] === undefined,
  );
  if (required && address !== required.name) return miss(`"${name}" needs the argument "${required.name}"`);
  return {
    ...common,
    sibling: {
      location: sibling,
      arguments: values,
      takesConstants: takesConstants(constants, sibling, values),
    },
    filterAt: usable && address !== null ? parseAddress(address) : null,
  };
}

/** Scalars of an API's own may be numbers, and some write them as texts. */
function canCount(type: GraphQLOutputType): boolean {
  const nullable = getNullableType(type);
  return isScalarType(nullable) && nullable.name !== 'Boolean';
}
