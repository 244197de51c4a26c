/** undici as far as this program goes: without fetch, WebSocket, caches, mocks and other dispatchers. */
import api from 'undici/lib/api/index.js';
import buildConnector from 'undici/lib/core/connect.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import Pool from 'undici/lib/dispatcher/pool.js';

// As undici's own index does.
Object.assign(Dispatcher.prototype, api);

export { buildConnector, Pool };
