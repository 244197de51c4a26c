/** Operands that an API refuses when it sees them: its scalars and columns take fewer values than their types say. */
import type { CollectionModel, FieldModel } from '../model/model.js';
import type { Predicate, PredicateField } from '../styles/predicate.js';
import type { GraphqlError } from '../upstream/transport/failure.js';
import { AdapterError } from '../wix/errors.js';
import type { Call } from './call.js';

/** One comparison of a filter, as it was sent. */
export type SentOperand = Extract<Predicate, { kind: 'compare' }>;

/** Stands for the id where the item's own getter is asked, which has no filter. */
export const getterId: PredicateField = Object.freeze({ path: Object.freeze(['_id']), kind: 'id' });

/** The upstream refuses an operand that it was sent. As an answer it is the upstream's error. */
export class OperandsRefused extends AdapterError {
  /** One of these, as far as the error tells it; at least one. */
  readonly operands: readonly SentOperand[];
  constructor(operands: readonly SentOperand[], answer: AdapterError) {
    super(answer.code, answer.message, {
      status: answer.status,
      ...(answer.reason === undefined ? {} : { reason: answer.reason }),
      cause: answer.cause,
    });
    this.operands = operands;
  }
}

/** @returns undefined: the errors are about something else, or nothing was sent that they could be about */
export function operandsRefused(
  call: Pick<Call<unknown>, 'predicate' | 'expected'>,
  errors: readonly GraphqlError[],
  answer: AdapterError,
): OperandsRefused | undefined {
  const sent = call.predicate === undefined ? [] : comparisons(call.predicate);
  const withOperand = sent.filter(({ value }) => value !== null);
  const about = errors.filter((each) => concernsOperand(each, call.expected));
  if (withOperand.length === 0 || about.length === 0) return undefined;
  const named = withOperand.filter((each) => about.some(({ message }) => names(message, each)));
  return new OperandsRefused(named.length > 0 ? named : withOperand, answer);
}

/** Codes for what a client sent wrongly: Apollo, Keystone, Hasura, Directus; PostgreSQL's class 22 are values out of place. */
const operandCodes =
  /^(?:BAD_USER_INPUT|KS_USER_INPUT_ERROR|KS_PRISMA_ERROR|GRAPHQL_VALIDATION_FAILED|GRAPHQL_VALIDATION_ERROR|validation-failed|parse-failed|data-exception|INVALID_QUERY|INVALID_PAYLOAD|INVALID_ARGUMENT|argumentNotAccepted|22[0-9A-Z]{3})$/i;
/** What servers say of a value whose scalar, cast or validation fails. */
const operandWords =
  /\bgot invalid value\b|\binvalid (?:input )?(?:syntax|value|input|literal|operand|argument|uuid|date|number|e-?mail|url)\b|\bcannot (?:represent|be represented|parse|convert|coerce|cast)\b|\bcould not (?:parse|convert|cast)\b|\bis not an? valid\b|\bnot a valid\b|\bmust be an? valid\b|\bout of range\b|\bcast to \w+ failed\b|\bbad value\b|\bArgument\b.{0,80}\bmust not be null\b/i;
/** The document itself does not fit the schema: no operand's fault. */
const schemaWords =
  /\bcannot query field\b|\bunknown (?:argument|type|fragment|directive)\b|\bsyntax error\b/i;

function concernsOperand(
  { message, code = '', path }: GraphqlError,
  expected: Call<unknown>['expected'],
): boolean {
  if (schemaWords.test(message) || !(operandCodes.test(code) || operandWords.test(message))) return false;
  if (path === undefined) return true;
  // Below the rows it is a value of a row that went wrong.
  return expected.some(
    ({ root }) =>
      path[0] === root.alias &&
      !path.some((step) => typeof step === 'number') &&
      path.length <= root.location.steps.length + 1,
  );
}

/** Whether an error's words name the place or the value of an operand. */
function names(message: string, { field, value }: SentOperand): boolean {
  const values = Array.isArray(value) ? value : [value];
  return (
    holdsWord(message, field.path.join('.')) ||
    values.some((each) => typeof each === 'string' && each !== '' && message.includes(JSON.stringify(each)))
  );
}

function holdsWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  const letter = /[A-Za-z0-9_]/;
  return at >= 0 && !letter.test(text[at - 1] ?? '') && !letter.test(text[at + word.length] ?? '');
}

/** Every comparison that a filter makes, those under negations too, in the order in which they stand. */
export function comparisons(predicate: Predicate): readonly SentOperand[] {
  switch (predicate.kind) {
    case 'all':
      return [];
    case 'compare':
      return [predicate];
    case 'not':
      return comparisons(predicate.condition);
    case 'and':
    case 'or':
      return predicate.conditions.flatMap(comparisons);
  }
}

/** Whether a condition holds one of the operands. */
export function holdsOperand(condition: Predicate, operands: readonly SentOperand[]): boolean {
  return (
    operands.length > 0 &&
    comparisons(condition).some((each) => operands.some((other) => isSameOperand(each, other)))
  );
}

/** Whether two operands are the same value for the same operator of the same field. */
export function isSameOperand(a: SentOperand, b: SentOperand): boolean {
  return (
    a.operator === b.operator &&
    a.field.path.join('.') === b.field.path.join('.') &&
    JSON.stringify(a.value) === JSON.stringify(b.value)
  );
}

/** The mapped field that an operand stands for. */
export function fieldOfOperand({ field }: SentOperand, model: CollectionModel): FieldModel {
  const path = field.path.join('.');
  return (
    [...model.fields.values()].find((each) => each.filter?.field.path.join('.') === path) ??
    model.fields.get('_id')!
  );
}

/** `email (eq), mapped at users.yaml:7:3`, each field and operator once. */
export function operandsText(operands: readonly SentOperand[], model: CollectionModel): string {
  const texts = operands.map((each) => {
    const { key, position } = fieldOfOperand(each, model);
    return `${key} (${each.operator}), mapped at ${position}`;
  });
  return [...new Set(texts)].join('; ');
}
