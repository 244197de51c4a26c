/** Loaded into the program under test before it begins: collects everything that can be collected when SIGUSR2 comes. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => {
  collect();
  // What was freed by others meanwhile, e.g. buffers of closed connections.
  setImmediate(collect);
});
