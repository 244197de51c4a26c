/** The body of an answer as text. */
import { unavailable } from '../wix/errors.js';
import { giveWay, type World } from '../world/world.js';

/** An answer that is written already: it was kept, or is going to be. */
export interface WrittenAnswer {
  /** UTF-8. Of a text each character is a byte. */
  readonly writtenJson: Buffer | string;
}

/** No answer of the protocol has a member of this name. */
export function isWritten(answer: object): answer is WrittenAnswer {
  return 'writtenJson' in answer;
}

/** What an answer says, whether it is written already or not. */
export function saidBy(answer: object): unknown {
  return isWritten(answer) ? JSON.parse(bytesOf(answer).toString()) : answer;
}

/** An answer that is written, as bytes. */
export function bytesOf({ writtenJson }: WrittenAnswer): Buffer {
  return typeof writtenJson === 'string' ? Buffer.from(writtenJson, 'latin1') : writtenJson;
}

/** Items between two looks at the clock. */
const itemsAtOnce = 64;

/**
 * As `JSON.stringify` writes it; many items in pieces between which others have their turn.
 * @throws UNKNOWN_ERROR with 502 for an answer that is too deep or too long to be written
 */
export async function writeJson(world: World, answer: object): Promise<string> {
  try {
    const { items, ...rest } = answer as { readonly items?: unknown };
    if (!Array.isArray(items) || items.length <= itemsAtOnce) return JSON.stringify(answer);
    const written: string[] = [];
    for (let start = 0; start < items.length; start += itemsAtOnce) {
      written.push(JSON.stringify(items.slice(start, start + itemsAtOnce)).slice(1, -1));
      await giveWay(world);
    }
    const others = JSON.stringify(rest);
    return `{"items":[${written.join()}]${others === '{}' ? '' : `,${others.slice(1, -1)}`}}`;
  } catch (error) {
    throw unavailable('The upstream API gave a value that cannot be written as JSON', 502, error);
  }
}
