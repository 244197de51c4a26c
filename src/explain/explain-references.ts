/** An explanation of a plan that makes or takes away references: what is read before, and what is sent. Nothing is decided here. */
import type { Call } from '../calls/call.js';
import type { CollectionModel } from '../model/model.js';
import type { Planning } from '../plan/planning.js';
import type { PreparedWrite } from '../plan/writes/nodes.js';
import { preparedPair, type ReferenceWritePlan } from '../plan/writes/references.js';
import { writeSteps } from '../plan/writes/steps.js';
import type { OperationBuilder } from '../upstream/document/operation.js';
import type { WriteExplanation } from './explain-write.js';
import type { ExplainedCall, ExplainedNode } from './explanation.js';
import { callsOfSource } from './source-calls.js';

/** Reads the plan as plain data; the same plan is executed. */
export function explainReferenceWrite(
  plan: ReferenceWritePlan,
  planning: Planning,
  operations: (model: CollectionModel) => OperationBuilder,
  rules: readonly string[],
): WriteExplanation {
  const { model, key, action, slots, way, referring, pairs } = plan;
  const sent = (call: Call<unknown>): ExplainedCall => {
    const { document, variables } = operations(call.model)(
      call.model.operationName,
      call.roots,
      call.kind ?? 'query',
    );
    return { document: document.text, variables };
  };
  const request = action === 'add' ? 'insert-references' : 'remove-references';
  const count = slots.filter(({ kind }) => kind === 'pair').length;
  const references = count === 1 ? '1 reference' : `${count} references`;
  const reads = [...callsOfSource(referring), ...(pairs.kind === 'edges' ? callsOfSource(pairs.input) : [])];
  const mutations = way.kind === 'pairs' ? writeSteps(planning, way.mutation, preparedOf(plan)) : [];
  return {
    collection: model.id,
    request: `${request} of ${key}`,
    summary:
      count === 0
        ? 'no reference can be sent.'
        : `${references} by ${wayText(plan)}, as what is there demands.`,
    rules,
    calls: [...reads, ...mutations.map(({ call }) => call)].map(sent),
    looks:
      count === 0
        ? []
        : ['a reference that is there is not made again, and one that is not is not taken away'],
    refused: slots.flatMap((slot, item) =>
      slot.kind === 'refused' ? [{ item, message: slot.error.message, data: slot.error.data ?? null }] : [],
    ),
    plan: {
      node: `${request} of ${model.id}.${key}`,
      inputs: [
        leaf(`the items of ${model.id} that refer, before`),
        ...(pairs.kind === 'edges' ? [leaf(`the pairs in ${pairs.edges.planning.model.id}, before`)] : []),
        leaf(wayText(plan)),
      ],
    },
  };
}

function wayText({ way, action, key }: ReferenceWritePlan): string {
  switch (way.kind) {
    case 'pairs':
      return way.mutation.name;
    case 'join':
      return `${action === 'add' ? 'insert into' : 'remove from'} ${way.edges.planning.model.id}`;
    case 'reverse':
      return `update of ${way.edges.from} in ${way.edges.planning.model.id}`;
    case 'list':
      return `update of the whole list ${key}`;
  }
}

function preparedOf({ slots }: ReferenceWritePlan): readonly PreparedWrite[] {
  return slots.flatMap((slot, index) => (slot.kind === 'pair' ? [preparedPair(index, slot)] : []));
}

function leaf(node: string): ExplainedNode {
  return { node, inputs: [] };
}
