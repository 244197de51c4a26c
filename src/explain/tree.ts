/** The nodes of a plan in words, one line each. */
import type { NodeRun } from '../execute/measure.js';
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

/** @param runs what nodes took, where the plan was carried out */
export function planTree(plan: Plan, runs: Runs = notRun): ExplainedNode {
  const node = noting(runs, plan);
  switch (plan.kind) {
    case 'items': {
      const total = totalNode(plan.total, runs);
      const inputs = [rowsNode(plan.rows, runs), ...(total ? [total] : [])];
      return node(`items ${plan.offset} to ${plan.offset + plan.limit} of ${plan.model.id}`, inputs);
    }
    case 'count':
      return node(`number of items of ${plan.model.id}`, [countNode(plan.count, runs)]);
    case 'aggregate':
      return node(
        `groups of ${plan.model.id}, filtered, sorted and cut here`,
        resultNodes(plan.results, runs),
      );
    case 'references':
      return node(
        `pairs ${plan.offset} to ${plan.offset + plan.limit} of ${plan.key} of ${plan.model.id}`,
        pairsNodes(plan.pairs, plan.model, runs),
      );
    case 'distinct':
      return node(`distinct values of ${plan.path}, sorted and cut here`, resultNodes(plan.results, runs));
  }
}

export type Runs = ReadonlyMap<object, NodeRun>;
const notRun: Runs = new Map();

type MakeNode = (text: string, inputs?: readonly ExplainedNode[]) => ExplainedNode;

/** Makes nodes that tell of one node of the plan. */
function noting(runs: Runs, of: object): MakeNode {
  const ran = runs.get(of);
  return (node, inputs = []) => (ran ? { node, inputs, ran } : { node, inputs });
}

function rowsNode(rows: Rows, runs: Runs): ExplainedNode {
  const node = noting(runs, rows);
  switch (rows.kind) {
    case 'empty':
      return node(`empty: ${rows.why}`);
    case 'page':
      return node(`page by the upstream, by ${waysOf(rows.read)}`);
    case 'halves':
      return node('rows with a value and rows without one, one list behind the other', [
        told(`page by the upstream, by ${waysOf(rows.first.read)}`),
        told(`page by the upstream, by ${waysOf(rows.second.read)}, in the same request`),
      ]);
    case 'slice':
      return node(`slice ${rows.offset} to ${rows.offset + rows.limit}`, [sourceNode(rows.input, runs)]);
    case 'top':
      return node(`top ${rows.offset + rows.limit} by ${keysText(rows.keys)}`, [
        sourceNode(rows.input, runs),
      ]);
    case 'kept':
      return node(
        `${rows.offset} to ${rows.offset + rows.limit} of ${rows.total} in the order of the page before`,
        [sourceNode(rows.input, runs)],
      );
    case 'complete':
      return node(`complete the page by id: ${rows.keys.join(', ')}`, [rowsNode(rows.input, runs)]);
    case 'include':
      return node('include', [
        rowsNode(rows.input, runs),
        ...rows.inclusions.map((each) => inclusionNode(each, runs)),
      ]);
    case 'pick':
      return node(`pick ${rows.keys.join(', ')}`, [rowsNode(rows.input, runs)]);
  }
}

export function lookupNode(lookup: Lookup, runs: Runs = notRun): ExplainedNode {
  const { key, how, ids, holder, input } = lookup;
  const wanted = how === 'all' ? `all of ${ids.length} id(s)` : `one of ${ids.length} id(s)`;
  return told(`${key} to ${wanted}, by pairs in ${holder}`, [sourceNode(input, runs)]);
}

function pairsNodes(pairs: Pairs, model: CollectionModel, runs: Runs): readonly ExplainedNode[] {
  if (pairs.kind === 'edges')
    return pairs.among
      ? [told(`only of items that ${model.id} shows, looked for by id`, [planTree(pairs.plan, runs)])]
      : [planTree(pairs.plan, runs)];
  if (pairs.kind === 'asked')
    return [
      told(
        'by lists that take the ids of the items',
        pairs.input.kind === 'ids' ? [] : [sourceNode(pairs.input, runs)],
      ),
    ];
  const { input, inclusion } = pairs;
  return [
    told('ids of the items', [sourceNode(input, runs)]),
    ...(inclusion ? [inclusionNode(inclusion, runs)] : []),
  ];
}

function inclusionNode(inclusion: Inclusion, runs: Runs): ExplainedNode {
  const node = noting(runs, inclusion);
  const { key, collection } = inclusion;
  switch (inclusion.how) {
    case 'left':
      return node(`${key} stays an id: ${collection} is not served here`);
    case 'nested':
      return node(`${key} of ${collection}, in the same rows`);
    case 'listed':
      return node(`up to ${inclusion.limit} ${key} of ${collection} for each item, in the same rows`, [
        ...(inclusion.work === 'none' ? [] : [told(`${inclusion.work} here${whyHere(inclusion.reasons)}`)]),
        ...(inclusion.otherwise
          ? [told('where the rows have only some', [inclusionNode(inclusion.otherwise, runs)])]
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

/** A node that is part of another one: nothing of its own is carried out. */
function told(node: string, inputs: readonly ExplainedNode[] = []): ExplainedNode {
  return { node, inputs };
}

function whyHere(reasons: ItemsPlan['reasons']): string {
  const texts = reasons.map(({ path, operator, reason }) => `${path} (${operator}): ${reason}`);
  return texts.length > 0 ? `: ${texts.join('; ')}` : '';
}

function sourceNode(source: Source, runs: Runs): ExplainedNode {
  const node = noting(runs, source);
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
      return node('filter here', [sourceNode(source.input, runs)]);
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

function totalNode(total: Total, runs: Runs): ExplainedNode | undefined {
  const node = noting(runs, total);
  switch (total.kind) {
    case 'none':
    case 'cursor':
      return undefined;
    case 'page':
      return node('total by the upstream, in the same request');
    case 'rows':
      return told('total of the rows read');
    case 'after':
      return node('total, unless the page shows the end', [countNode(total.count, runs)]);
  }
}

function countNode(count: Count, runs: Runs): ExplainedNode {
  const node = noting(runs, count);
  switch (count.kind) {
    case 'zero':
      return node('zero');
    case 'call':
      return node('count by the upstream');
    case 'rows':
      return node('count here', [sourceNode(count.input, runs)]);
  }
}

function resultNodes(results: Results, runs: Runs): readonly ExplainedNode[] {
  const node = noting(runs, results);
  return results.kind === 'call'
    ? [node('aggregate by the upstream; here if its answer is not whole')]
    : [node('aggregate here', [sourceNode(results.input, runs)])];
}
