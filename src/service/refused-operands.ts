/** What becomes of a request whose operand the upstream refuses: it is answered without sending it, or refused by name. */
import {
  fieldOfOperand,
  isSameOperand,
  type OperandsRefused,
  operandsText,
  type SentOperand,
} from '../calls/operands.js';
import type { CollectionModel } from '../model/model.js';
import { AdapterError, validationError } from '../wix/errors.js';

/** The operands of one request that are not sent any more. */
export interface Withholding {
  /** What the upstream said first. */
  readonly first: OperandsRefused;
  readonly operands: readonly SentOperand[];
}

/** @returns undefined: the upstream refused nothing that it had not refused before */
export function withhold(before: Withholding | undefined, refusal: OperandsRefused): Withholding | undefined {
  const known = before?.operands ?? [];
  const fresh = refusal.operands.filter((each) => !known.some((other) => isSameOperand(each, other)));
  if (fresh.length === 0) return undefined;
  return { first: before?.first ?? refusal, operands: [...known, ...fresh] };
}

/**
 * The error for a request that could not be answered without its operands either.
 * @param thrown what the attempt without them ended with
 */
export function failureWithout(
  { first, operands }: Withholding,
  thrown: unknown,
  model: CollectionModel,
): unknown {
  if (!(thrown instanceof AdapterError)) return thrown;
  // Both attempts failed upstream: the operand was not the reason.
  if (thrown.status === 502) return first;
  if (thrown.code !== 'VALIDATION_ERROR') return thrown;
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

function operandNames(operands: readonly SentOperand[], model: CollectionModel): string {
  const names = operands.map((each) => `${fieldOfOperand(each, model).key} (${each.operator})`);
  return [...new Set(names)].join(', ');
}

/** For the log: what was not sent, and what spares the attempt. */
export function withheldText({ operands }: Withholding, model: CollectionModel): string {
  return `the upstream API refuses an operand of ${operandsText(operands, model)}; it was worked out here. ${mend(operands, model)}`;
}

function mend(operands: readonly SentOperand[], model: CollectionModel): string {
  const [first] = operands;
  const { key } = fieldOfOperand(first!, model);
  if (key === '_id') return 'If all ids have one form, write list.ids: integer or uuid.';
  return `Where it refuses all of them, write fields.${key}.operators: { ${first!.operator}: null }.`;
}
