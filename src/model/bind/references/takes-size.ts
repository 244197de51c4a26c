/** Whether a field can be asked for some of its objects: then it may give fewer than there are without being asked. */
import { type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';

/** Names of members that say how many, inside an input object: filters have numbers of any other name there. */
const sizes = /^_?(limit|first|last|take|top|count|page_?size|per_?page|page_?limit|size|max_?results)$/i;

/** A whole number is taken for that of the rows of a page; also one of that meaning inside an input object. */
export function takesSize({
  args,
}: {
  readonly args: readonly { readonly type: GraphQLInputType }[];
}): boolean {
  return args.some(({ type }) => {
    if (isWhole(type)) return true;
    const named = getNamedType(type);
    return (
      isInputObjectType(named) &&
      Object.values(named.getFields()).some((each) => sizes.test(each.name) && isWhole(each.type))
    );
  });
}

function isWhole(type: GraphQLInputType): boolean {
  const text = String(type).replaceAll('!', '');
  return /^(unsigned|positive|non_?negative|big|safe)?_?(int|integer|long)_?(32|64|type)?$/i.test(text);
}
