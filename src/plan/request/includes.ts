/** What a request wants to be included: names resolved, filters checked against the collection that is referred to. */
import { whereOf } from '../../model/identity-rules.js';
import type { FieldModel } from '../../model/model.js';
import { type Violation, validationError, violationsError } from '../../wix/errors.js';
import { simplifyFilter } from '../../wix/filter/normalize.js';
import { and, type Filter } from '../../wix/filter/tree.js';
import type { ReferenceToInclude } from '../../wix/requests.js';
import type { Planning } from '../planning.js';
import { isElsewhere } from './edges.js';
import { isVisible, visibleKeys } from './fields.js';
import { fieldsRead, noField, resolveWanted } from './wanted.js';

/** One field whose referenced items are wanted. */
export interface IncludeWish {
  readonly field: FieldModel;
  /** The collection that is referred to; undefined: it is not served here, and ids stay ids. */
  readonly other: OtherItems | undefined;
  /** Most items of a MULTI_REFERENCE, for each item that refers to them. */
  readonly limit: number;
}

/** Items of the collection that is referred to, as they are shown inside others. */
export interface OtherItems {
  readonly planning: Planning;
  /** Keys of the fields that are shown: all but multi-references. References stay ids. */
  readonly shown: readonly string[];
  /** What the collection's own `where` and the request let through. */
  readonly filter: Filter;
  /** Keys of the fields that the filter reads. */
  readonly filtered: readonly string[];
}

/** @throws VALIDATION_ERROR for names that are no reference fields, and for filters that do not fit */
export function resolveIncludes(
  planning: Planning,
  includes: readonly ReferenceToInclude[],
): readonly IncludeWish[] {
  const { model } = planning;
  const violations: Violation[] = [];
  const wishes = includes.flatMap(({ fieldKey, limit, filter }, index): readonly IncludeWish[] => {
    const field = isVisible(model, fieldKey) ? model.fields.get(fieldKey) : undefined;
    const refuse = (message: string): readonly IncludeWish[] => {
      const fieldPath = `includeReferencedItems.${index}.fieldKey`;
      violations.push({ fieldPath, rejectedValue: fieldKey, message });
      return [];
    };
    if (!field) return refuse(noField(model, fieldKey, (each) => each.relation !== undefined));
    if (!field.relation) return refuse(`"${fieldKey}" is no reference: it is ${field.type}`);
    const found = planning.other(field.relation.collection);
    const several = field.type === 'MULTI_REFERENCE';
    if (several && !found)
      return refuse(
        `the collection ${field.relation.collection}, which "${fieldKey}" refers to, is not served here`,
      );
    // A single reference has one item or none.
    if (limit === 0 && !several) return [];
    return [{ field, other: found && otherItems(found, filter), limit }];
  });
  if (violations.length > 0) throw violationsError('Invalid include', violations);
  return wishes;
}

/** The items of a collection as they are shown inside others, as far as the filter and its own `where` let them through. */
export function otherItems(planning: Planning, filter: Filter): OtherItems {
  const { model } = planning;
  const own = resolveWanted(model, filter, []).filter;
  const whole = simplifyFilter(and([whereOf(model, planning.facts), own]));
  const elsewhere = fieldsRead(own, [], model).find((key) => isElsewhere(model.fields.get(key)));
  if (elsewhere !== undefined)
    throw validationError(`Included items cannot be filtered by the items that they refer to: ${elsewhere}`, [
      { fieldPath: elsewhere, message: 'only the own fields of an included item can be filtered on' },
    ]);
  return {
    planning,
    shown: visibleKeys(model, undefined),
    filter: whole,
    filtered: fieldsRead(whole, [], model),
  };
}
