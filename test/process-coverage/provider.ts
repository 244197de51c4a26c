/** Coverage as Vitest measures it, and with it what the processes run that tests start. Used in the main process and in workers. */
import v8 from '@vitest/coverage-v8';

export default {
  ...v8,
  async getProvider() {
    const { WithProcesses } = await import('./with-processes.js');
    return new WithProcesses();
  },
};
