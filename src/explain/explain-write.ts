/** An explanation of a plan of writes: what is read before, the documents, and in which form the items go. Nothing is decided here. */
import type { Call } from '../calls/call.js';
import type { Source } from '../plan/nodes.js';
import type { WritePlan, WriteRound, WriteStep } from '../plan/writes/nodes.js';
import type { SomeReferenced } from '../plan/writes/some-referenced.js';
import type { OperationBuilder } from '../upstream/document/operation.js';
import type { ExplainedCall, ExplainedNode } from './explanation.js';
import { callsOfSource } from './source-calls.js';

export interface WriteExplanation {
  readonly collection: string;
  /** insert, update or remove. */
  readonly request: string;
  readonly summary: string;
  /** Which rules apply to whoever asks, a line each (see explainRules). */
  readonly rules: readonly string[];
  /** What is sent first: the mutations, or the look at the items that they are made of. */
  readonly calls: readonly ExplainedCall[];
  /** Why the stored items are read before. */
  readonly looks: readonly string[];
  /** Items that are not sent, by their place in the request. */
  readonly refused: readonly { readonly item: number; readonly message: string; readonly data: unknown }[];
  readonly plan: ExplainedNode;
}

/** Reads a plan of writes as plain data for people and programs; the same plan is executed. */
export function explainWrite(
  plan: WritePlan,
  operations: OperationBuilder,
  rules: readonly string[],
): WriteExplanation {
  const { model, verb, rounds, slots } = plan;
  const [first] = rounds;
  const sent = (call: Call<unknown>): ExplainedCall => {
    const { document, variables } = operations(model.operationName, call.roots, call.kind ?? 'query');
    return { document: document.text, variables };
  };
  const settled = rounds.flatMap(({ ready }) => [...(ready?.settled ?? [])]);
  const refusals = [
    ...slots.map((slot, item) => (slot.kind === 'refused' ? { item, error: slot.error } : undefined)),
    ...settled.map(([item, shortcut]) =>
      shortcut.kind === 'refused' ? { item, error: shortcut.error } : undefined,
    ),
  ].filter((each) => each !== undefined);
  return {
    collection: model.id,
    request: verb.verb,
    summary: summaryOf(plan, first),
    rules,
    calls: [
      ...lookupsOf(plan).flatMap(({ items }) => callsOfSource(items)),
      ...(first ? callsOf(first) : []),
    ].map(sent),
    looks: [...new Set([...reasonsOf(plan), ...rounds.flatMap(({ before }) => before?.why ?? [])])],
    refused: refusals.map(({ item, error }) => ({ item, message: error.message, data: error.data ?? null })),
    plan: treeOf(plan),
  };
}

/** Text of a writing request's explanation, as the command line prints it. */
export function writeExplanationText(explanation: WriteExplanation): string {
  const { request, collection, summary, rules, calls, looks, refused } = explanation;
  const lines = [`${request} of ${collection}: ${summary}`, ...rulesText(rules)];
  for (const [index, { document, variables }] of calls.entries()) {
    const same = index > 0 && document === calls[index - 1]!.document;
    lines.push('', ...(same ? [] : ['document', `  ${document}`, '']), 'variables');
    lines.push(JSON.stringify(variables, null, 2).replace(/^/gm, '  '));
  }
  if (looks.length > 0) lines.push('', 'read before, because', ...looks.map((each) => `  ${each}`));
  if (refused.length > 0)
    lines.push('', 'not sent', ...refused.map(({ item, message }) => `  item ${item}: ${message}`));
  return lines.join('\n');
}

/** Nothing where no rule depends on who asks. */
export function rulesText(rules: readonly string[]): readonly string[] {
  return rules.length === 0 ? [] : ['', 'rules', ...rules.map((each) => `  ${each}`)];
}

/** What is read of the collections that the items refer to. */
function lookupsOf({ referenced }: WritePlan): readonly SomeReferenced[] {
  return [...(referenced?.lookups.values() ?? [])].filter((each) => each !== undefined);
}

function reasonsOf({ referenced }: WritePlan): readonly string[] {
  return (referenced?.held ?? []).map(
    ({ key, collection }) => `${key} must refer to an item of ${collection} that whoever writes can see`,
  );
}

function callsOf({ before, ready }: WriteRound): readonly Call<unknown>[] {
  if (before) return callsOfSource(before.rows);
  return (ready?.steps ?? []).map(({ call }) => call);
}

function summaryOf({ verb, readsBack, rounds }: WritePlan, first: WriteRound | undefined): string {
  if (first === undefined) return 'no item can be sent.';
  const sent = rounds.reduce((sum, { slots }) => sum + slots.length, 0);
  const items = sent === 1 ? '1 item' : `${sent} items`;
  if (first.before) return `${items} by ${verb.name}, made of the items as they are stored.`;
  const steps = first.ready?.steps.length ?? 0;
  const back = readsBack ? ', then one that reads the items back' : '';
  return `${items} by ${verb.name}, in ${steps} request${steps === 1 ? '' : 's'}${back}.`;
}

function treeOf(plan: WritePlan): ExplainedNode {
  const { model, verb, rounds, readsBack } = plan;
  const lookups = lookupsOf(plan).map(({ planning, items }) =>
    node(`${sourceText(items)} of ${planning.model.id}, before`),
  );
  const nodes = rounds.flatMap(({ before, ready, slots }): ExplainedNode[] => [
    ...(before ? [node(`${sourceText(before.rows)}, before`)] : []),
    ...(ready
      ? ready.steps.map((step) => node(stepText(step, verb.name)))
      : [node(`${verb.name} for ${slots.length}, as what is stored demands`)]),
  ]);
  const after = [
    ...(verb.after ? [node(`${verb.after.name} for each that is done`)] : []),
    ...(readsBack ? [node('get those that are done, by id')] : []),
  ];
  return { node: `${verb.verb} of ${model.id}`, inputs: [...lookups, ...nodes, ...after] };
}

function sourceText(source: Source): string {
  return source.kind === 'get' ? `get ${source.ids.length} by id` : 'those with the same values';
}

function stepText({ form, writes }: WriteStep, mutation: string): string {
  switch (form) {
    case 'single':
      return `${mutation} for 1`;
    case 'aliases':
      return `${mutation} ${writes.length} times in one document`;
    case 'list':
      return `${mutation} for a list of ${writes.length}`;
  }
}

function node(text: string): ExplainedNode {
  return { node: text, inputs: [] };
}
