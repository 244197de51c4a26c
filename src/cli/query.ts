/** `query`: signs a request as Wix does, sends it to a running service, and shows the answer. */
import { httpAddress } from '../upstream/transport/http-address.js';
import { isObject } from '../wix/json.js';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { type IdentityOptions, metadataOf } from './identity-options.js';
import { type SigningOptions, signingFrom, trustHint } from './keys.js';
import { buildRequest, type RequestOptions } from './request-options.js';
import { formatCell, formatTable } from './table.js';

export interface QueryOptions extends RequestOptions, SigningOptions, IdentityOptions {
  readonly url: string;
  readonly raw?: boolean;
}

export interface ShownAnswer {
  readonly status: number;
  readonly body: unknown;
}

export async function query(collectionId: string, options: QueryOptions, context: CliContext): Promise<void> {
  const { path, request } = buildRequest(collectionId, options);
  const metadata = metadataOf(options);
  const { signer, appId, created } = await signingFrom(options, context);
  if (created !== undefined) for (const line of trustHint(created, appId)) context.note(line);
  const answer = await send(options.url, path, await signer.sign(request, metadata));
  if (answer.status !== 200 || !isObject(answer.body)) {
    context.note(failureText(answer, options.url));
    if (options.raw) context.print(JSON.stringify(answer.body));
    return context.setExitCode(1);
  }
  const lines = options.raw ? [JSON.stringify(answer.body)] : answerLines(answer.body);
  for (const line of lines) context.print(line);
}

/** @throws CliError when there is no service at the address */
export async function send(url: string, path: string, token: string): Promise<ShownAnswer> {
  if (!httpAddress(url))
    throw new CliError(2, '--url is not an address that begins with http:// or https://');
  let response: Response;
  try {
    response = await fetch(url.replace(/\/+$/, '') + path, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: token,
    });
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    throw new CliError(1, `No service answers at ${url}${code === undefined ? '' : ` (${code})`}`);
  }
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}

/** What the service said instead of an answer, in one or more lines. */
export function failureText({ status, body }: ShownAnswer, url: string): string {
  if (!isObject(body) || typeof body.errorCode !== 'string')
    return `What answers at ${url} is not this service (HTTP ${status}); give its address with --url`;
  const violations = isObject(body.data) && Array.isArray(body.data.violations) ? body.data.violations : [];
  const details = violations
    .filter(isObject)
    .map((each) => `\n  ${formatCell(each.fieldPath)}: ${formatCell(each.message)}`);
  return `${formatCell(body.errorCode)} (HTTP ${status}): ${formatCell(body.errorMessage)}${details.join('')}`;
}

export function answerLines(body: unknown): readonly string[] {
  if (!isObject(body)) return [JSON.stringify(body)];
  if (typeof body.totalCount === 'number') return [String(body.totalCount)];
  const paging = isObject(body.pagingMetadata) ? body.pagingMetadata : {};
  const cursors = isObject(paging.cursors) ? paging.cursors : {};
  const total = typeof paging.total === 'number' ? [`${paging.total} in all`] : [];
  const next = typeof cursors.next === 'string' ? [`next: --cursor ${cursors.next}`] : [];
  if (Array.isArray(body.distinctValues)) return [...body.distinctValues.map(formatCell), ...total, ...next];
  const items = Array.isArray(body.items) ? body.items.filter(isObject) : [];
  if (items.length === 0) return ['No items.', ...total];
  const keys = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const rows = items.map((item) => keys.map((key) => formatCell(item[key])));
  const summary = [`${items.length} ${items.length === 1 ? 'item' : 'items'}`, ...total].join(', ');
  return [...formatTable(keys, rows), summary, ...next];
}
