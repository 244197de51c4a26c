/** Constant arguments of the list field and of the steps before it, and those that are missing. */

import { isRequiredArgument } from 'graphql';
import { isPlainObject } from '../../json.js';
import type { Path } from '../../mapping/source.js';
import { didYouMean } from '../../mapping/suggest.js';
import type { FilterBinding } from '../../styles/filter.js';
import type { SortBinding } from '../../styles/sort.js';
import type { Json } from '../../styles/vocabulary.js';
import type { ArgumentPath } from '../../upstream/document/argument-path.js';
import { type Location, stepOf } from '../../upstream/document/location.js';
import type { PageModel } from '../model.js';
import { constantFaults } from './constant-faults.js';
import type { BindContext } from './context.js';

/**
 * Constant arguments of the list field and of the steps to it, by step name (`''` is the list field). Those that
 * the schema does not have, or whose values do not fit, are reported and left out.
 */
export function bindConstants(
  location: Location,
  values: Readonly<Record<string, Readonly<Record<string, Json>>>>,
  /** Whether the file says it, not the dialect. */
  written: (step: string, name: string) => boolean,
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
      } else if (written(step, name)) {
        for (const { path, message, ...place } of constantFaults(
          value,
          argument.type,
          name,
          isRequiredArgument(argument),
        ))
          context.problem([...at, name, ...path], message, place);
      }
    }
    if (Object.keys(record).length > 0) constants.set(step, record);
  }
  return constants;
}

/**
 * Constants that every page, or a request's filter or sort, would take the place of. An empty filter is one for requests
 * without a filter, where the API demands the argument.
 */
export function checkOverwritten(
  location: Location,
  written: Readonly<Record<string, Readonly<Record<string, Json>> | undefined>>,
  [page, filter, sort]: [PageModel, FilterBinding | undefined, SortBinding | undefined],
  context: BindContext,
): void {
  const constantAt = ({ step = '', path }: ArgumentPath): { value: Json; at: Path } | undefined => {
    let value: Json | undefined = written[step];
    for (const member of path) value = isPlainObject(value) ? value[member] : undefined;
    if (value === undefined || path.length === 0) return undefined;
    return { value, at: ['list', ...(step === '' ? ['arguments'] : ['path', step]), ...path] };
  };
  for (const name of ['size', 'offset', 'page', 'cursor'] as const) {
    const found = page[name] === undefined ? undefined : constantAt(page[name]);
    if (found === undefined) continue;
    const help = name === 'size' ? 'list.page.max limits what is asked for at once' : 'take it away';
    context.problem(found.at, `paging sets this itself (page.${name}), so the value would be lost`, {
      help,
      useless: true,
    });
  }
  const filtered = filter && constantAt(filter.address);
  if (filtered && !isEmpty(filtered.value))
    context.problem(filtered.at, 'filters stand here (filter.at), so a part of this value could be lost', {
      help: 'write where: beside list:, with the keys of this file, for conditions that always hold',
    });
  const sorted = sort && constantAt(sort.address);
  const [argument] = sort?.address.path ?? [];
  const step = sort && stepOf(location, sort.address.step);
  const required = step?.field.args.some((each) => each.name === argument && isRequiredArgument(each));
  if (sorted && !required && !isEmpty(sorted.value))
    context.problem(sorted.at, 'sorts stand here (sort.at), so requests with a sort do without this value', {
      severity: 'warning',
      useless: true,
    });
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Arguments without a default that nothing gives a value. */
export function checkRequired(
  location: Location,
  constants: ReadonlyMap<string, Readonly<Record<string, Json>>>,
  [page, filter, sort]: [PageModel, FilterBinding | undefined, SortBinding | undefined],
  context: BindContext,
): void {
  const always = new Set(
    [page.size, page.page]
      .filter((each) => each !== undefined)
      .map(({ step, path }) => (step === undefined ? path[0]! : `${step}/${path[0]}`)),
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
