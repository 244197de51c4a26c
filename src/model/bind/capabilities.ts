/** What `collections/get` tells Wix, derived from the model that plans (law 5). */

import { filterOperatorsOf, recommendedCapabilities } from '../../wix/capabilities.js';
import type { FilterOperator } from '../../wix/filter/tree.js';
import type { Collection, DataOperation, Field, QueryOperator } from '../../wix/protocol.js';
import type { CollectionModel, FieldModel } from '../model.js';

const readOperations: readonly DataOperation[] = ['QUERY', 'COUNT', 'AGGREGATE', 'DISTINCT'];

/**
 * @param isExact whether the upstream does an operator exactly on a field: decides what is offered with local: deny
 * @param isSorted whether the upstream sorts on a field exactly, both ways
 * @param leadsBack whether conditions on the references of a field can be looked up
 * @param referenceWrites INSERT_REFERENCES and REMOVE_REFERENCES, as far as a field offers them
 */
export function describeCollection(
  model: CollectionModel,
  isExact: (field: FieldModel, operator: FilterOperator) => boolean,
  isSorted: (field: FieldModel) => boolean,
  leadsBack: (field: FieldModel) => boolean,
  referenceWrites: readonly DataOperation[],
): Collection {
  return {
    id: model.id,
    displayName: model.displayName,
    fields: [...model.fields.values()]
      .filter((field) => !field.hidden)
      .map((field) => describeField(field, isExact, isSorted, leadsBack)),
    capabilities: { dataOperations: [...operationsOf(model), ...referenceWrites] },
    permissions: model.permissions,
    pagingMode: model.pagingMode,
  };
}

/** Writes as far as they are declared, and can be carried out; references, where a field that Wix sees refers to items. */
function operationsOf({ writes, fields }: CollectionModel): readonly DataOperation[] {
  const refers = [...fields.values()].some((field) => field.relation && !field.hidden);
  return [
    ...readOperations,
    ...(refers ? (['QUERY_REFERENCED'] as const) : []),
    ...(writes?.insert ? (['INSERT'] as const) : []),
    ...(writes?.update ? (['UPDATE'] as const) : []),
    ...(writes?.remove ? (['REMOVE'] as const) : []),
    ...(writes?.truncate ? (['TRUNCATE'] as const) : []),
  ];
}

function describeField(
  field: FieldModel,
  isExact: (field: FieldModel, operator: FilterOperator) => boolean,
  isSorted: (field: FieldModel) => boolean,
  leadsBack: (field: FieldModel) => boolean,
): Field {
  const most = recommendedCapabilities[field.type];
  const offered = (operator: QueryOperator): boolean =>
    field.local === 'allow' || filterOperatorsOf(operator).every((each) => isExact(field, each));
  return {
    key: field.key,
    displayName: field.displayName,
    ...(field.description === undefined ? {} : { description: field.description }),
    type: field.type,
    capabilities: {
      sortable: most.sortable && (field.local === 'allow' || isSorted(field)),
      queryOperators: leadsBack(field) || field.filter ? most.queryOperators.filter(offered) : [],
    },
    encrypted: false,
    ...(field.type === 'REFERENCE'
      ? { singleReferenceOptions: { referencedCollectionId: field.reference! } }
      : {}),
    ...(field.type === 'MULTI_REFERENCE'
      ? { multiReferenceOptions: { referencedCollectionId: field.reference! } }
      : {}),
    ...(field.elementType === undefined ? {} : { arrayOptions: { elementType: field.elementType } }),
  };
}
