/** What explain shows of a writing request is what is sent first: text and variables. */
import { expect, it } from 'vitest';
import { writeExplanationText } from '../../src/explain/explain-write.js';
import type { EndpointWrite } from '../../src/plan/writes/plan.js';
import { context, startRig } from '../rig.js';
import { shelfMapping, shelfUpstreamMapping, startShelf } from '../upstreams/writes/start.js';
import { aliased, writeStyleCases } from '../upstreams/writes/styles.js';

const item = (value: Record<string, never>) => ({ kind: 'item', item: value }) as const;
const writes: readonly EndpointWrite[] = [
  {
    kind: 'insert',
    items: [item({ _id: 'n1', title: 'One' } as never), item({ _id: 'n2', title: 'Two' } as never)],
  },
  { kind: 'update', items: [item({ _id: 'b1', title: 'New' } as never)] },
  { kind: 'remove', ids: [{ kind: 'id', id: 'b1' }] },
];

it.each([...writeStyleCases, aliased].map((style) => [style.name, style] as const))(
  '%s',
  async (_, style) => {
    const upstream = await startShelf(style);
    const rig = await startRig(upstream.url, shelfUpstreamMapping as never, [shelfMapping(style)]);
    upstream.shelf.insert({ id: 'b1', title: 'Old', stock: 1 });
    try {
      const model = rig.model('books');
      for (const write of writes) {
        if (!model.writes![write.kind]) continue;
        const { calls } = rig.engine.explainWrite(model, write, {});
        upstream.reset();
        await rig.engine.write(model, write, context());
        const sent = upstream.requests
          .slice(0, calls.length)
          .map(({ query, variables }) => ({ document: query, variables }));
        expect(calls.length).toBeGreaterThan(0);
        expect(sent).toEqual(calls);
      }
    } finally {
      await rig.close();
      await upstream.close();
    }
  },
);

it('reads as text', async () => {
  const [style] = writeStyleCases;
  const upstream = await startShelf(style!);
  const rig = await startRig(upstream.url, shelfUpstreamMapping as never, [shelfMapping(style!)]);
  try {
    const write: EndpointWrite = {
      kind: 'insert',
      items: [item({ _id: 'n1', title: 'One' } as never), item({ _id: 'n2', title: 5 } as never)],
    };
    expect(writeExplanationText(rig.engine.explainWrite(rig.model('books'), write))).toMatchInlineSnapshot(`
      "insert of books: 2 items by createBook, in 1 request.

      document
        mutation Wix_books($input: CreateInput!) { createBook(input: $input) { book { id addedAt author { id name } genre size { height width } inPrint isbn meta price publishedOn stock tags title } errors { message code field __typename } } }

      variables
        {
          "input": {
            "book": {
              "id": "n1",
              "title": "One"
            }
          }
        }

      not sent
        item 1: Invalid item: title must be a text"
    `);
  } finally {
    await rig.close();
    await upstream.close();
  }
});
