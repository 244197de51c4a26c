/**
 * Loaded into the program under test before it begins: how long its loop is kept from others, in processor time of its main thread, so
 * that other work of the machine does not count. SIGUSR2 writes the longest stretch since the last one, in milliseconds, to stderr.
 */
import { readFileSync } from 'node:fs';

/** Nanoseconds; reading the usage of the process first brings the number of the running thread up to date. */
const spent = () => {
  process.cpuUsage();
  return Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]);
};

let longest = 0;
let looking = false;
let last = 0;
const look = () => {
  const now = spent();
  longest = Math.max(longest, now - last);
  last = now;
  if (looking) setImmediate(look);
};
process.on('SIGUSR2', () => {
  if (looking) process.stderr.write(`stretch ${longest / 1e6}\n`);
  else {
    last = spent();
    setImmediate(look);
  }
  looking = !looking;
  longest = 0;
});
