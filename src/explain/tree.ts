/** The nodes of a plan in words, one line each. */
import type { CollectionModel } from '../model/model.js';
import type {
  Count,
  Inclusion,
  ItemsPlan,
  ListRead,
  Lookup,
  Pairs,
  Plan,
  Results,
  Rows,
  Source,
  Total,
} from '../plan/nodes.js';
import type { SortKey } from '../wix/sort.js';
import type { ExplainedNode } from './explanation.js';

export function planTree(plan: Plan): ExplainedNode {
  switch (plan.kind) {
    case 'items': {
      const total = totalNode(plan.total);
      const inputs = [rowsNode(plan.rows), ...(total ? [total] : [])];
      return node(`items ${plan.offset} to ${plan.offset + plan.limit} of ${plan.model.id}`, inputs);
    }
    case 'count':
      return node(`number of items of ${plan.model.id}`, [countNode(plan.count)]);
    case 'aggregate':
      return node(`groups of ${plan.model.id}, filtered, sorted and cut here`, resultNodes(plan.results));
    case 'references':
      return node(
        `pairs ${plan.offset} to ${plan.offset + plan.limit} of ${plan.key} of ${plan.model.id}`,
        pairsNodes(plan.pairs, plan.model),
      );
    case 'distinct':
      return node(`distinct values of ${plan.path}, sorted and cut here`, resultNodes(plan.results));
  }
}

function node(text: string, inputs: readonly ExplainedNode[] = []): ExplainedNode {
  return { node: text, inputs };
}

function rowsNode(rows: Rows): ExplainedNode {
  switch (rows.kind) {
    case 'empty':
      return node(`empty: ${rows.why}`);
    case 'page':
      return node(`page by the upstream, by ${waysOf(rows.read)}`);
    case 'halves':
      return node('rows with a value and rows without one, one list behind the other', [
        node(`page by the upstream, by ${waysOf(rows.first.read)}`),
        node(`page by the upstream, by ${waysOf(rows.second.read)}, in the same request`),
      ]);
    case 'slice':
      return node(`slice ${rows.offset} to ${rows.offset + rows.limit}`, [sourceNode(rows.input)]);
    case 'top':
      return node(`top ${rows.offset + rows.limit} by ${keysText(rows.keys)}`, [sourceNode(rows.input)]);
    case 'kept':
      return node(
        `${rows.offset} to ${rows.offset + rows.limit} of ${rows.total} in the order of the page before`,
        [sourceNode(rows.input)],
      );
    case 'complete':
      return node(`complete the page by id: ${rows.keys.join(', ')}`, [rowsNode(rows.input)]);
    case 'include':
      return node('include', [rowsNode(rows.input), ...rows.inclusions.map(inclusionNode)]);
    case 'pick':
      return node(`pick ${rows.keys.join(', ')}`, [rowsNode(rows.input)]);
  }
}

export function lookupNode({ key, how, ids, holder, input }: Lookup): ExplainedNode {
  const wanted = how === 'all' ? `all of ${ids.length} id(s)` : `one of ${ids.length} id(s)`;
  return node(`${key} to ${wanted}, by pairs in ${holder}`, [sourceNode(input)]);
}

function pairsNodes(pairs: Pairs, model: CollectionModel): readonly ExplainedNode[] {
  if (pairs.kind === 'edges')
    return pairs.among
      ? [node(`only of items that ${model.id} shows, looked for by id`, [planTree(pairs.plan)])]
      : [planTree(pairs.plan)];
  if (pairs.kind === 'asked')
    return [
      node(
        'by lists that take the ids of the items',
        pairs.input.kind === 'ids' ? [] : [sourceNode(pairs.input)],
      ),
    ];
  const { input, inclusion } = pairs;
  return [node('ids of the items', [sourceNode(input)]), ...(inclusion ? [inclusionNode(inclusion)] : [])];
}

function inclusionNode(inclusion: Inclusion): ExplainedNode {
  const { key, collection } = inclusion;
  switch (inclusion.how) {
    case 'left':
      return node(`${key} stays an id: ${collection} is not served here`);
    case 'nested':
      return node(`${key} of ${collection}, in the same rows`);
    case 'listed':
      return node(`up to ${inclusion.limit} ${key} of ${collection} for each item, in the same rows`, [
        ...(inclusion.work === 'none' ? [] : [node(`${inclusion.work} here${whyHere(inclusion.reasons)}`)]),
        ...(inclusion.otherwise
          ? [node('where the rows have only some', [inclusionNode(inclusion.otherwise)])]
          : []),
      ]);
    case 'asked':
      return node(
        `up to ${inclusion.limit} ${key} of ${collection} for each item, by lists that take its id`,
      );
    case 'edges':
      return node(
        `up to ${inclusion.limit} ${key} of ${collection} for each item, by pairs in ${inclusion.holder}`,
      );
    case 'held':
      return node(`up to ${inclusion.limit} ${key} of ${collection} for each item, by the ids that it holds`);
    case 'batched':
      return node(`${key} of ${collection} by id, for all rows at once: ${inclusion.why}`);
  }
}

function whyHere(reasons: ItemsPlan['reasons']): string {
  const texts = reasons.map(({ path, operator, reason }) => `${path} (${operator}): ${reason}`);
  return texts.length > 0 ? `: ${texts.join('; ')}` : '';
}

function sourceNode(source: Source): ExplainedNode {
  switch (source.kind) {
    case 'empty':
      return node('empty: no match');
    case 'get':
      return node(`get ${source.ids.length} id(s) in ${source.batches.length} request(s)`);
    case 'scan':
      return node(
        `scan ${source.whole ? 'the whole list' : 'the list until the page is full'}, by ${waysOf(source.read)}`,
      );
    case 'filter':
      return node('filter here', [sourceNode(source.input)]);
  }
}

const ways: Readonly<Record<ListRead['how'], string>> = {
  offset: 'offset',
  page: 'page number',
  cursor: 'cursor',
  whole: 'one request for all rows',
};

function waysOf({ how, first }: ListRead): string {
  return first.size === undefined ? ways[how] : `${ways[how]}, ${first.size} rows at first`;
}

function keysText(keys: readonly SortKey[]): string {
  return keys.map(({ path, order }) => `${path} ${order}`).join(', ');
}

function totalNode(total: Total): ExplainedNode | undefined {
  switch (total.kind) {
    case 'none':
    case 'cursor':
      return undefined;
    case 'page':
      return node('total by the upstream, in the same request');
    case 'rows':
      return node('total of the rows read');
    case 'after':
      return node('total, unless the page shows the end', [countNode(total.count)]);
  }
}

function countNode(count: Count): ExplainedNode {
  switch (count.kind) {
    case 'zero':
      return node('zero');
    case 'call':
      return node('count by the upstream');
    case 'rows':
      return node('count here', [sourceNode(count.input)]);
  }
}

function resultNodes(results: Results): readonly ExplainedNode[] {
  return results.kind === 'call'
    ? [node('aggregate by the upstream; here if its answer is not whole')]
    : [node('aggregate here', [sourceNode(results.input)])];
}
