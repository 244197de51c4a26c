/** How many files and connections this process may have open at once. */
import { readFileSync } from 'node:fs';

/** Connections of callers that are enough for any site. */
const usualConnections = 1000;

/** Descriptors that the process may have; undefined where the system does not say so in the way of Linux. */
export function descriptorLimit(limits = '/proc/self/limits'): number | undefined {
  try {
    const found = /^Max open files\s+(\d+)/m.exec(readFileSync(limits, 'utf8'))?.[1];
    return found === undefined ? undefined : Number(found);
  } catch {
    return undefined;
  }
}

/**
 * A quarter of the descriptors stays free for upstream connections, files and the log.
 * @param wanted connections; fewer where the descriptors do not allow so many
 */
export function mostConnections(descriptors: number | undefined, wanted = usualConnections): number {
  return Math.max(1, Math.min(wanted, Math.floor(((descriptors ?? Number.POSITIVE_INFINITY) * 3) / 4)));
}
