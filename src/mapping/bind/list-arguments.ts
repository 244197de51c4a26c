/** Constant arguments of the list field and of the steps before it, and those that are missing. */
import { isRequiredArgument } from 'graphql';
import { type Location, stepOf } from '../../upstream/location.js';
import type { FilterBinding } from '../../upstream/styles/filter.js';
import type { SortBinding } from '../../upstream/styles/sort.js';
import type { Json, PageStyle } from '../../upstream/styles/vocabulary.js';
import { didYouMean } from '../suggest.js';
import type { BindContext } from './context.js';

export function bindConstants(
  location: Location,
  values: Readonly<Record<string, Readonly<Record<string, Json>>>>,
  context: BindContext,
): Map<string, Readonly<Record<string, Json>>> {
  const constants = new Map<string, Readonly<Record<string, Json>>>();
  for (const [step, record] of Object.entries(values)) {
    const at = step === '' ? ['list', 'arguments'] : ['list', 'path', step];
    const target = stepOf(location, step);
    if (!target) {
      context.problem(at, `"${step}" is not a step of the list field`, { at: 'key' });
      continue;
    }
    for (const [name, value] of Object.entries(record)) {
      const argument = target.field.args.find((each) => each.name === name);
      if (!argument) {
        const help = didYouMean(
          name,
          target.field.args.map((each) => each.name),
        );
        context.problem([...at, name], `"${target.name}" has no argument "${name}"`, {
          at: 'key',
          ...(help ? { help } : {}),
        });
      } else if (value === '?') {
        context.problem(
          [...at, name],
          `the argument "${name}" (${String(argument.type)}) waits for a value`,
          { help: 'write the value that all reads of this collection shall use' },
        );
      }
    }
    constants.set(step, record);
  }
  return constants;
}

/** Arguments without a default that nothing gives a value. */
export function checkRequired(
  location: Location,
  constants: ReadonlyMap<string, Readonly<Record<string, Json>>>,
  [page, filter, sort]: [PageStyle, FilterBinding | undefined, SortBinding | undefined],
  context: BindContext,
): void {
  const always = new Set(
    [page.size, page.page].filter((each) => each !== undefined).map((each) => each.split('.')[0]!),
  );
  const sometimes = new Set(
    [filter?.address.path[0], sort?.address.path[0]].filter((each) => each !== undefined),
  );
  for (const [index, step] of location.steps.entries()) {
    const last = index === location.steps.length - 1;
    const given = { ...constants.get(step.name), ...(last ? constants.get('') : undefined) };
    for (const argument of step.field.args.filter(isRequiredArgument)) {
      const paged = always.has(last ? argument.name : `${step.name}/${argument.name}`);
      if (given[argument.name] !== undefined || paged) continue;
      const where = last ? `list.arguments.${argument.name}` : `list.path.${step.name}.${argument.name}`;
      const also = sometimes.has(argument.name) ? ', for requests without a filter or sort' : '';
      context.problem(
        ['list'],
        `"${step.name}" needs the argument "${argument.name}" (${String(argument.type)})`,
        { at: 'key', help: `give it in ${where}${also}` },
      );
    }
  }
}
