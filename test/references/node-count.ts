/** Objects that a document asks for, as APIs with a limit of nodes count them: each list as many as its `limit` says, times those around it. */
import { type FieldNode, parse, type SelectionSetNode } from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** A list without a number counts as none: only those that are asked for are counted. */
export function nodesAsked({
  query,
  variables,
}: {
  readonly query: string;
  readonly variables: Variables;
}): number {
  let nodes = 0;
  const visit = ({ selections }: SelectionSetNode, around: number): void => {
    for (const each of selections) {
      if (each.kind === 'FragmentSpread' || !each.selectionSet) continue;
      const size = each.kind === 'Field' ? sizeOf(each, variables) : undefined;
      nodes += size === undefined ? 0 : around * size;
      visit(each.selectionSet, around * (size ?? 1));
    }
  };
  for (const each of parse(query).definitions)
    if (each.kind === 'OperationDefinition') visit(each.selectionSet, 1);
  return nodes;
}

function sizeOf({ arguments: given = [] }: FieldNode, variables: Variables): number | undefined {
  const value = given.find(({ name }) => name.value === 'limit')?.value;
  if (value?.kind === 'IntValue') return Number(value.value);
  const found = value?.kind === 'Variable' ? variables[value.name.value] : undefined;
  return typeof found === 'number' ? found : undefined;
}
