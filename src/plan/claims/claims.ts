/**
 * Claims: what a mapping, a style or a dialect says of the API, and what is believed because of it. Each has an identity, so
 * that the guard while serving, `explain`, `check` and `init` speak of the same thing.
 */
import type { CollectionModel, FieldModel } from '../../model/model.js';
import type { UpstreamOperator } from '../../styles/vocabulary.js';

export type Claim =
  /** The operator gives rows that it is true of. */
  | { readonly kind: 'filter'; readonly field: string; readonly operator: UpstreamOperator }
  /** Rows come in the order of the field. */
  | { readonly kind: 'sort'; readonly field: string; readonly direction: 'ascending' | 'descending' }
  /** Several sort keys work together, the first one first. */
  | { readonly kind: 'sort keys' }
  /** The total is the number of rows of the list. */
  | { readonly kind: 'total' };

/** `filter price gt`, `sort price descending`, `sort keys`, `total`: unique in a collection. */
export function claimId(claim: Claim): string {
  switch (claim.kind) {
    case 'filter':
      return `filter ${claim.field} ${claim.operator}`;
    case 'sort':
      return `sort ${claim.field} ${claim.direction}`;
    case 'sort keys':
    case 'total':
      return claim.kind;
  }
}

/** `products.yaml:12:3`: the line that makes the claim, or that it is made for. */
export function claimPosition(claim: Claim, model: CollectionModel): string {
  switch (claim.kind) {
    case 'filter':
    case 'sort':
      return model.fields.get(claim.field)?.position ?? model.file;
    case 'sort keys':
      return model.positions.list;
    case 'total':
      return model.positions.count;
  }
}

/** The line of the mapping that takes the claim back. */
export function claimMend(claim: Claim): string {
  switch (claim.kind) {
    case 'filter':
      return claim.field === '_id'
        ? `list.filter.operators.id: { ${claim.operator}: null }`
        : `fields.${claim.field}.filter: false, or list.filter.operators without ${claim.operator}`;
    case 'sort':
      return claim.field === '_id' ? 'list.sort: null' : `fields.${claim.field}.sort: false`;
    case 'sort keys':
      return 'list.sort.max: 1';
    case 'total':
      return 'list.count: null';
  }
}

/** What is wrong with it, in the words of the mapping. */
export function claimText(claim: Claim): string {
  switch (claim.kind) {
    case 'filter':
      return `the API gave rows that the filter ${claim.operator} on ${claim.field} should have left out`;
    case 'sort':
      return `the API did not give rows in ${claim.direction} order of ${claim.field}`;
    case 'sort keys':
      return 'the API did not sort by all of several keys';
    case 'total':
      return 'the number of rows that the API tells is not that of the list';
  }
}

/** The collection as if it had never made the claim: what it said is worked out here. */
export function withoutClaim(model: CollectionModel, claim: Claim): CollectionModel {
  switch (claim.kind) {
    case 'filter':
      return withField(model, claim.field, (field) => {
        if (!field.filter) return field;
        const operators = new Map(field.filter.operators);
        operators.delete(claim.operator);
        return { ...field, filter: { ...field.filter, operators }, disproved: disproved(field, claim) };
      });
    case 'sort':
      return withField(model, claim.field, (field) => ({
        ...field,
        sortable: { ...field.sortable, [claim.direction]: false },
        disproved: disproved(field, claim),
      }));
    case 'sort keys': {
      const { list } = model;
      return list.sort ? { ...model, list: { ...list, sort: { ...list.sort, max: 1 } } } : model;
    }
    case 'total':
      return { ...model, list: { ...model.list, count: undefined } };
  }
}

function disproved(field: FieldModel, claim: Claim): ReadonlySet<string> {
  return new Set([...(field.disproved ?? []), claimId(claim)]);
}

function withField(
  model: CollectionModel,
  key: string,
  change: (field: FieldModel) => FieldModel,
): CollectionModel {
  const field = model.fields.get(key);
  if (!field) return model;
  const changed = change(field);
  const filterable = new Map(model.filterable);
  if (changed.filter) filterable.set(changed.filter.field, changed);
  return { ...model, fields: new Map([...model.fields, [key, changed]]), filterable };
}
