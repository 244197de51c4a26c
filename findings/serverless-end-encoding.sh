#!/usr/bin/env bash
# Two wrappers that run a handler of Node's HTTP server as an AWS Lambda function have a response of their own, whose end() takes the encoding of a text
# and does not use it: what Node writes as the bytes C3 A9 becomes C3 83 C2 A9. And their writeHead() gives nothing, where Node's gives the response, so that
# `writeHead(200).end()`, as Node's documentation writes it, throws.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

finding 'serverless-http@4.0.0 @vendia/serverless-express@4.12.6' <<'MODULE'
import { once } from 'node:events';
import { createServer } from 'node:http';
import vendia from '@vendia/serverless-express';
import serverless from 'serverless-http';
import { same } from './same.mjs';

let given;
/** Writes the two bytes of UTF-8 that say é, as a text of which each character is a byte. */
function handler(_request, response) {
  given = response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }) === response;
  response.end('\u00c3\u00a9', 'latin1');
}

const event = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/',
  rawQueryString: '',
  headers: { host: 'shop.example' },
  requestContext: {
    accountId: '1',
    apiId: '1',
    domainName: 'shop.example',
    requestId: '1',
    routeKey: '$default',
    stage: '$default',
    time: '01/Jan/2026:00:00:00 +0000',
    timeEpoch: 1767225600000,
    http: { method: 'GET', path: '/', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'none' },
  },
  isBase64Encoded: false,
};

const bytesOf = ({ body, isBase64Encoded }) =>
  Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString('hex');

const server = createServer(handler).listen(0, '127.0.0.1');
await once(server, 'listening');
const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
const bytes = Buffer.from(await answer.arrayBuffer()).toString('hex');
server.close();
same("Node: end('Ã©', 'latin1'); whether writeHead gives the response", [bytes, given], ['c3a9', true]);

const wrapped = await serverless(handler)(event, {});
same('serverless-http: the same', [bytesOf(wrapped), given], ['c383c2a9', false]);

const express = vendia({ app: handler });
same('@vendia/serverless-express: the same', [bytesOf(await express(event, {})), given], ['c383c2a9', false]);
MODULE
