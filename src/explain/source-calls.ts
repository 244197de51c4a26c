/** What a source asks the upstream first. */
import type { Call } from '../calls/call.js';
import type { Source } from '../plan/nodes.js';

export function callsOfSource(source: Source): readonly Call<unknown>[] {
  switch (source.kind) {
    case 'empty':
      return [];
    case 'get':
      return source.batches.map((batch) => (batch.kind === 'call' ? batch.call : batch.read.call));
    case 'scan':
      return [source.read.call];
    case 'filter':
      return callsOfSource(source.input);
  }
}
