/** Products that list in several shapes (a connection and a plain list): the one that a list field has. */
import { type GraphQLOutputType, getNamedType, getNullableType, isListType, isObjectType } from 'graphql';
import type { Dialect, ListStyle } from '../vocabulary.js';

/** The dialect's list style, with the first alternative whose rows the result has where it lacks the first ones. */
export function listStyleFor(dialect: Dialect | undefined, result: GraphQLOutputType): ListStyle | undefined {
  const list = dialect?.list;
  if (!list || hasRows(result, list.rows)) return list;
  const other = dialect.alternatives?.list?.find((each) => hasRows(result, each.rows));
  return other ? { ...list, ...other } : list;
}

/** Does the path lead to a list? The first list on the way counts: `edges[].node`, `data[].attributes`. */
function hasRows(result: GraphQLOutputType, path = ''): boolean {
  if (path === '') return isList(result);
  if (isList(result)) return false;
  let type = result;
  for (const step of path.split('.')) {
    const owner = getNamedType(type);
    const field = isObjectType(owner) ? owner.getFields()[step.replace(/\[\]$/, '')] : undefined;
    if (!field) return false;
    if (isList(field.type)) return true;
    type = field.type;
  }
  return false;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}
