/** What becomes of a request whose operand the upstream refuses: it is answered without sending it, or refused by name. */
import type { Call } from '../calls/call.js';
import {
  comparisons,
  fieldOfOperand,
  isSameOperand,
  type OperandsRefused,
  operandsText,
  type SentOperand,
} from '../calls/operands.js';
import type { RequestContext } from '../execute/execution.js';
import type { KnowledgeStore } from '../execute/knowledge.js';
import type { Refusals } from '../execute/refusals.js';
import { outlineOf } from '../explain/outline.js';
import type { CollectionModel } from '../model/model.js';
import type { Plan } from '../plan/nodes.js';
import type { Planning } from '../plan/planning.js';
import { AdapterError, validationError } from '../wix/errors.js';

/** The operands of one request that are not sent any more. */
export interface Withholding {
  /** What the upstream refused in this request, the first refusal first; what it refused earlier is not asked again. */
  readonly refused: readonly OperandsRefused[];
  readonly operands: readonly SentOperand[];
  /** What the upstream said of them. */
  readonly reason: string | undefined;
}

/** @returns undefined: the upstream refused nothing that it had not refused before */
export function withhold(before: Withholding | undefined, refusal: OperandsRefused): Withholding | undefined {
  const more = withMore(before, refusal.operands, refusal.reason);
  return more && { ...more, refused: [...more.refused, refusal] };
}

/**
 * Plans without the operands that are withheld, and without those of which it is known that the upstream refuses them.
 * @throws as `make`; where operands are withheld and the answer cannot be worked out here, VALIDATION_ERROR that names them
 */
export function planWithout<P extends { readonly plan: Plan }>(
  planning: Planning,
  refusals: Refusals,
  make: (planning: Planning) => P,
  before?: Withholding,
): { readonly planned: P; readonly withholding: Withholding | undefined } {
  let withholding = before;
  for (;;) {
    try {
      const planned = make(withholding ? { ...planning, withheld: withholding.operands } : planning);
      const more = withholdKnown(withholding, refusals, planned.plan);
      if (!more) return { planned, withholding };
      withholding = more;
    } catch (denied) {
      // Of what was withheld before, the caller tells.
      throw withholding === undefined || withholding === before
        ? denied
        : failureWithout(withholding, denied, planning.model);
    }
  }
}

/** @returns undefined: the plan sends nothing of which it is known that the upstream refuses it */
function withholdKnown(
  before: Withholding | undefined,
  refusals: Refusals,
  plan: Plan,
): Withholding | undefined {
  if (refusals.none()) return undefined;
  const known = refusals.among(plan.model.id, sentOperands(plan));
  return withMore(
    before,
    known.flatMap(({ operands }) => operands),
    known[0]?.reason,
  );
}

function withMore(
  before: Withholding | undefined,
  operands: readonly SentOperand[],
  reason: string | undefined,
): Withholding | undefined {
  const { refused, operands: known, reason: first } = before ?? { refused: [], operands: [], reason };
  const fresh = operands.filter((each) => !known.some((other) => isSameOperand(each, other)));
  return fresh.length === 0 ? undefined : { refused, operands: [...known, ...fresh], reason: first };
}

function sentOperands(plan: Plan): readonly SentOperand[] {
  // What refers to items is asked for by ids alone.
  if (plan.kind === 'references') return [];
  const { call, together, counted } = outlineOf(plan);
  const calls: (Call<unknown> | undefined)[] = [call, ...together];
  if (counted?.kind === 'call') calls.push(counted.call);
  return calls.flatMap((each) => (each?.predicate === undefined ? [] : comparisons(each.predicate)));
}

/** Without its operands the upstream took the request: they are what it refuses, now and later. */
export function rememberRefused({ refused }: Withholding, refusals: Refusals, model: CollectionModel): void {
  for (const { operands, reason } of refused) refusals.add(model.id, { operands, reason });
}

/**
 * The error for a request that could not be answered without its operands either.
 * @param thrown what the attempt without them ended with
 */
export function failureWithout(
  { refused, operands }: Withholding,
  thrown: unknown,
  model: CollectionModel,
): unknown {
  if (!(thrown instanceof AdapterError)) return thrown;
  // Both attempts failed upstream: the operand was not the reason.
  if (thrown.status === 502) return refused[0] ?? thrown;
  if (!isOfWork(thrown)) return thrown;
  return validationError(
    `The upstream API refuses an operand of ${operandsText(operands, model)}, and the answer cannot be worked out here: ${thrown.message} ${mend(operands, model)}`,
    operands.map((each) => {
      const { key, position } = fieldOfOperand(each, model);
      return {
        fieldPath: `${key}.${each.operator}`,
        rejectedValue: each.value,
        message: `the upstream API refuses this operand; ${position}`,
      };
    }),
    `The upstream API refuses an operand of ${operandNames(operands, model)}`,
  );
}

/** The work here was too much, or is not allowed. */
export function isOfWork(thrown: unknown): boolean {
  return thrown instanceof AdapterError && thrown.code === 'VALIDATION_ERROR';
}

function operandNames(operands: readonly SentOperand[], model: CollectionModel): string {
  const names = operands.map((each) => `${fieldOfOperand(each, model).key} (${each.operator})`);
  return [...new Set(names)].join(', ');
}

/** After an answer without the operands: they are remembered, and told once for each field and operator. */
export function noteWithheld(
  withholding: Withholding,
  store: Pick<KnowledgeStore, 'refusals' | 'of'>,
  model: CollectionModel,
  { requestId, observe }: RequestContext,
): void {
  rememberRefused(withholding, store.refusals, model);
  const message = withheldText(withholding, model);
  if (!store.of(model).firstTime(message)) return;
  const { reason } = withholding;
  observe({ kind: 'operand refused', requestId, collection: model.id, message, reason });
}

/** For the log: what was not sent, and what spares the attempt. */
function withheldText({ operands }: Withholding, model: CollectionModel): string {
  return `the upstream API refuses an operand of ${operandsText(operands, model)}; it was worked out here. ${mend(operands, model)}`;
}

function mend(operands: readonly SentOperand[], model: CollectionModel): string {
  const [first] = operands;
  const { key } = fieldOfOperand(first!, model);
  if (key === '_id') return 'If all ids have one form, write list.ids: integer or uuid.';
  return `Where it refuses all of them, write fields.${key}.operators: { ${first!.operator}: null }.`;
}
