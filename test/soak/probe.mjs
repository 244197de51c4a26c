/** Loaded into the program before it begins: after SIGUSR2 it collects all garbage and prints what is left. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
  collect();
  setImmediate(() => {
    collect();
    const { heapUsed, rss } = process.memoryUsage();
    const resources = process.getActiveResourcesInfo();
    const sockets = resources.filter((each) => /^(TCP|TLS)/.test(each)).length;
    const timers = resources.filter((each) => each === 'Timeout').length;
    const listeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
    process.stderr.write(`probe ${JSON.stringify({ heapUsed, rss, sockets, timers, listeners })}\n`);
  });
});
