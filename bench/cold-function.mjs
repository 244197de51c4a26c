/** What a platform does with the function: a server that hands it each request. Environment: PORT, MAPPINGS, and that of the service. */
import { createServer } from 'node:http';

const begun = import('../dist/cli/handler.js').then(({ createHandler }) =>
  createHandler({ mappings: process.env.MAPPINGS }),
);
createServer((request, response) => {
  if (request.method === 'GET') return response.end('listening');
  void begun.then((handle) => handle(request, response));
}).listen(Number(process.env.PORT), '127.0.0.1');
