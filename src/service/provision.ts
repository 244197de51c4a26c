/** Which protocol is spoken here (protocol section 4.19); answered without a token, so it says nothing more. */
import type { Handler } from './handler.js';

const answer = Object.freeze({
  type: 'graphql',
  vendor: 'self-hosted',
  protocolVersion: 3,
  adapterVersion: 'v3',
});

export const provision: Handler = () => answer;
