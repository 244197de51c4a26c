/** The file of docs/operations.md that registers an SDK, with the built program; only its exporter is exchanged for one that prints. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { startDemoUpstream } from '../../src/demo/upstream.js';
import { ask, createCaller, ensureBuilt, root, serve, until } from './harness.js';

const exporterLine = /^import \{ OTLPTraceExporter \} from '@opentelemetry\/exporter-trace-otlp-http';$/m;
const printing = `
class OTLPTraceExporter {
  export(spans, done) {
    for (const span of spans) {
      const { traceId, spanId } = span.spanContext();
      const parent = span.parentSpanContext?.spanId;
      process.stderr.write(\`span \${JSON.stringify({ name: span.name, traceId, spanId, parent })}\\n\`);
    }
    done({ code: 0 });
  }
  shutdown() { return Promise.resolve(); }
}`;

/** Passes everything on to the demo's API, and notes the headers. */
async function startProxy(target: string) {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    seen.push(request.headers);
    const answer = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.concat(parts),
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    seen,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

beforeAll(ensureBuilt);

it('makes spans, and passes the trace on to the API', async () => {
  const docs = readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
  const text = [...docs.matchAll(/^```js\n(.*?)^```$/gms)]
    .map(([, code]) => code!)
    .find((code) => exporterLine.test(code))!;
  // It has to find the packages that are installed here.
  const folder = mkdtempSync(join(root, 'node_modules', '.tracing-'));
  const file = join(folder, 'tracing.mjs');
  writeFileSync(file, text.replace(exporterLine, printing));
  const demo = await startDemoUpstream();
  const proxy = await startProxy(demo.url);
  const caller = await createCaller();
  const service = await serve({
    ...caller.environment,
    UPSTREAM_URL: proxy.url,
    NODE_OPTIONS: `--import ${file}`,
    OTEL_BSP_SCHEDULE_DELAY: '20',
  });
  try {
    await until(async () => ((await fetch(`${service.url}/readyz`)).status === 200 ? true : undefined));
    const { status } = await ask(service, caller, '/v3/items/query', {
      collectionId: 'products',
      query: { paging: { limit: 1 } },
    });
    expect(status).toBe(200);
    const [server, client] = await until(() => {
      const spans = [...service.output().matchAll(/^span (.*)$/gm)].map(
        ([, json]) => JSON.parse(json!) as Record<'name' | 'traceId' | 'spanId' | 'parent', string>,
      );
      const found = spans.find(({ name }) => name === 'POST QueryDataItems');
      const below = found && spans.find(({ parent }) => parent === found.spanId);
      return below && [found, below];
    });
    expect(client.traceId).toBe(server.traceId);
    expect(proxy.seen.at(-1)!.traceparent).toBe(`00-${client.traceId}-${client.spanId}-01`);
  } finally {
    await service.stop();
    await proxy.close();
    await demo.close();
    rmSync(folder, { recursive: true });
  }
});
