/** Requests that were read before: sites send the same few texts again and again, and reading one takes as long as finding its answer. */
import { LRUCache } from 'lru-cache';

/** Bytes of all requests of one kind, by a rough count: each character comes to stand in several objects. */
const mostBytes = 2 * 2 ** 20;
const requestBytes = 1000;
const characterBytes = 20;

/**
 * What `read` makes of a request, or made of the same text before; at most about 2 MiB of them. It depends on nothing but the text, and is frozen.
 * @param read throws for what is no request; that is not kept
 */
export function rememberRead<Request extends object>(
  read: (raw: unknown) => Request,
): (raw: unknown, text: string | undefined) => Request {
  const known = new LRUCache<string, Request>({
    maxSize: mostBytes,
    sizeCalculation: (_request, { length }) => requestBytes + characterBytes * length,
  });
  return (raw, text) => {
    if (text === undefined) return read(raw);
    let request = known.get(text);
    if (!request) {
      request = read(raw);
      known.set(text, request);
    }
    return request;
  };
}
