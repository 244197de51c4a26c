/** What PostgreSQL says of a row that it does not take, for servers that pass its messages on. */
import type { FailureRule } from '../vocabulary.js';

export const postgresqlFailures = [
  { text: 'duplicate key value violates unique constraint "*_pkey"', means: 'exists' },
  { text: 'duplicate key value violates unique constraint', means: 'invalid' },
  { text: 'violates foreign key constraint', means: 'invalid' },
  { text: 'violates not-null constraint', means: 'invalid' },
  { text: 'violates check constraint', means: 'invalid' },
  { text: 'value too long for type', means: 'invalid' },
] as const satisfies readonly FailureRule[];
