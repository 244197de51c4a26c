/** What a request wants of a collection: its names resolved, its types known, and what the collection has not refused. */
import { didYouMean } from '../../mapping/suggest.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import { recommendedCapabilities } from '../../wix/capabilities.js';
import { type Violation, validationError, violationsError } from '../../wix/errors.js';
import { coerceFilter } from '../../wix/filter/coerce.js';
import { type Filter, mapConditions } from '../../wix/filter/tree.js';
import type { SortKey } from '../../wix/sort.js';
import { resolveSystemField } from '../../wix/system-fields.js';
import { isVisible } from './fields.js';

/** A request's filter and sort, checked against the collection. */
export interface Wanted {
  readonly filter: Filter;
  readonly sort: readonly SortKey[];
}

/**
 * Resolves names and types, and refuses what the collection does not have.
 * @param at what the keys are called in violations
 */
export function resolveWanted(
  model: CollectionModel,
  filter: Filter,
  sort: readonly SortKey[],
  at = 'sort',
): Wanted {
  const isField = (key: string): boolean => isVisible(model, key);
  const violations: Violation[] = [];
  const known = (path: string, fieldPath: string): string => {
    const name = resolveSystemField(path, isField);
    if (isField(name) || isField(name.split('.')[0]!)) {
      const found = referencePath(name, model);
      const elsewhere = model.fields.get(found)?.source.kind === 'elsewhere';
      if (elsewhere && fieldPath.startsWith(`${at}.`))
        violations.push({
          fieldPath,
          rejectedValue: path,
          message: `${path} refers to several items, which have no one value`,
        });
      return found;
    }
    const message = noField(model, path, () => true);
    violations.push({ fieldPath, rejectedValue: path, message });
    return path;
  };
  const named = mapConditions(filter, (each) =>
    Object.freeze({ ...each, path: known(each.path, each.source) }),
  );
  const keys = sort.map((key) => ({ ...key, path: known(key.path, `${at}.${key.path}`) }));
  if (violations.length > 0) throw violationsError('Unknown field', violations);
  const orderless = at === 'sort' ? unsortable(model, sort, keys) : [];
  if (orderless.length > 0) throw violationsError('Invalid sort', orderless);
  return {
    filter: coerceFilter(named, (path) => model.fields.get(path)?.type),
    sort: keys,
  };
}

/**
 * What is said of a name that is none of the collection's.
 * @param meant which fields could have been meant
 */
export function noField(model: CollectionModel, name: string, meant: (field: FieldModel) => boolean): string {
  const names = [...model.fields.values()]
    .filter((each) => !each.hidden && meant(each))
    .map((each) => each.key);
  const help = didYouMean(name, names);
  return `the collection ${model.id} has no field "${name}"${help ? `; ${help}` : ''}`;
}

/** Lists and objects have no order: `collections/get` says so, and what it does not offer is refused. */
function unsortable(
  model: CollectionModel,
  sort: readonly SortKey[],
  resolved: readonly SortKey[],
): readonly Violation[] {
  return resolved.flatMap(({ path }, index) => {
    const type = model.fields.get(path)?.type;
    if (type === undefined || recommendedCapabilities[type].sortable) return [];
    const given = sort[index]!.path;
    const message = `cannot be sorted on: ${type} values have no order`;
    return [{ fieldPath: `sort.${given}`, rejectedValue: given, message }];
  });
}

/** `brand._id` and `brand.id` mean the id that a reference field holds. */
function referencePath(path: string, model: CollectionModel): string {
  const [key, ...rest] = path.split('.');
  const field = model.fields.get(key!);
  if (!field || (field.type !== 'REFERENCE' && field.type !== 'MULTI_REFERENCE') || rest.length === 0)
    return path;
  // `{"director.id": …}` says the same as `{"director": {"id": …}}`.
  if (['_id', 'id'].includes(rest.join('.'))) return key!;
  throw validationError(`Fields of the referenced collection cannot be used here: ${path}`, [
    { fieldPath: path, message: 'only _id of a referenced item can be filtered or sorted on' },
  ]);
}

/** Key of the field that a path begins with. */
export function fieldKey(path: string, model: CollectionModel): string {
  return model.fields.has(path) ? path : path.split('.')[0]!;
}

/** Keys of the fields that a filter and a sort read. */
export function fieldsRead(
  filter: Filter,
  sort: readonly SortKey[],
  model: CollectionModel,
): readonly string[] {
  const found = new Set<string>();
  const visit = (each: Filter): void => {
    if (each.kind === 'condition') found.add(fieldKey(each.path, model));
    else if (each.kind === 'not') visit(each.filter);
    else for (const inner of each.filters) visit(inner);
  };
  visit(filter);
  for (const key of sort) found.add(fieldKey(key.path, model));
  return [...found];
}
