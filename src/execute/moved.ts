/** A list that was another one while it was read: it is read anew, and refused only where it never keeps still. */
import { untrustworthy } from '../calls/failures.js';
import { AdapterError } from '../wix/errors.js';

/** Rows came or went between two pages of a list, so that one of them would be missed or come twice. */
export class ListMoved extends AdapterError {
  /** @param position of the rows that show it */
  constructor(position: number) {
    const told = untrustworthy(`rows came or went at ${position} while the list was read; ask again`);
    super(told.code, told.message, { status: told.status, reason: told.message, short: told.short });
  }
}

/** How often a list or a page is read before it is said to change too often. */
export const mostAttempts = 3;

/**
 * Reads, and reads anew where a list moved meanwhile. What is read again is paid from the same budget.
 * @throws ListMoved where each attempt found a list that moves, or the budget is not enough for another one
 */
export async function untilStill<Answer>(read: () => Promise<Answer>): Promise<Answer> {
  let moved: ListMoved | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (error instanceof ListMoved && attempt < mostAttempts) moved = error;
      else throw moved && isOfBudget(error) ? moved : error;
    }
  }
}

function isOfBudget(error: unknown): boolean {
  return error instanceof AdapterError && error.code === 'VALIDATION_ERROR';
}
