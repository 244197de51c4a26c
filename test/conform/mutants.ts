/** Wrong servers: each breaks one rule. They stand before a right service, and change what is asked or what is answered. */
import type { Wire, WireAnswer, WireRequest } from '../../src/conform/server.js';
import { isObject } from '../../src/wix/json.js';
import type { Signer } from '../../src/wix/jwt/sign.js';

// biome-ignore lint/suspicious/noExplicitAny: a wrong server reads whatever comes
export type Loose = any;
export type Body = Record<string, Loose>;
export type Mutant = (wire: Wire, signer: Signer) => Wire;

const part = (token: string, index: number): Body | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** The claims of a token, whoever signed it. */
export const claimsOf = ({ body = '' }: WireRequest): Body | undefined => part(body, 1);
export const headerOf = ({ body = '' }: WireRequest): Body | undefined => part(body, 0);

/** Asks something else than what was asked; `undefined`: that. */
export const asking =
  (change: (request: Body, path: string) => Body | undefined): Mutant =>
  (wire, signer) =>
  async (sent) => {
    const request = claimsOf(sent)?.data?.request as Body | undefined;
    const changed = request && change(request, sent.path);
    return changed === undefined ? wire(sent) : wire({ ...sent, body: await signer.sign(changed) });
  };

/** Answers something else where the answer is a good one; `undefined`: that. */
export const answering =
  (change: (body: Body, request: Body, path: string) => unknown): Mutant =>
  (wire) =>
  async (sent) => {
    const answer = await wire(sent);
    if (answer.status !== 200) return answer;
    const request = (claimsOf(sent)?.data?.request ?? {}) as Body;
    const changed = change(JSON.parse(answer.text) as Body, request, sent.path);
    return changed === undefined ? answer : { ...answer, text: JSON.stringify(changed) };
  };

/** Changes the answer as it is on the wire. */
export const wiring =
  (
    change: (
      answer: WireAnswer,
      sent: WireRequest,
      wire: Wire,
    ) => Partial<WireAnswer> | Promise<WireAnswer> | undefined,
  ): Mutant =>
  (wire) =>
  async (sent) => {
    const answer = await wire(sent);
    return { ...answer, ...(await change(answer, sent, wire)) };
  };

/** Answers bodies that nobody signed well: those that `accepts` is true for. */
export const accepting =
  (accepts: (sent: WireRequest) => boolean): Mutant =>
  (wire, signer) =>
  async (sent) =>
    accepts(sent)
      ? wire({ ...sent, body: await signer.sign((claimsOf(sent)?.data?.request ?? {}) as Body) })
      : wire(sent);

export const refusal = (status: number, code: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify({ errorCode: code, errorMessage: code }),
  milliseconds: 1,
});

/** Refuses what `refuses` is true for. */
export const refusing =
  (
    refuses: (request: Body, path: string, sent: WireRequest) => boolean,
    answer = refusal(400, 'VALIDATION_ERROR'),
  ): Mutant =>
  (wire) =>
  async (sent) => {
    const request = claimsOf(sent)?.data?.request as Body | undefined;
    return request !== undefined && refuses(request, sent.path, sent) ? answer : wire(sent);
  };

function deep(value: unknown, change: (object: Body) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => deep(each, change));
  if (!isObject(value)) return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deep(each, change)])));
}

/** Understands each object of a filter in another way. */
export const understanding = (change: (object: Body) => unknown): Mutant =>
  asking((request, path) =>
    path === '/v3/items/query' && request.query?.filter
      ? { ...request, query: { ...request.query, filter: deep(request.query.filter, change) } }
      : undefined,
  );

/** Takes an operator for something else. */
export const operator = (name: string, change: (operand: Loose) => Body): Mutant =>
  understanding((object) => {
    if (!Object.hasOwn(object, name)) return object;
    const { [name]: operand, ...others } = object;
    return { ...others, ...change(operand) };
  });

/** Takes a plain value of a field for something else; `undefined` as the result leaves the condition out. */
export const plainValue = (fits: (value: unknown) => boolean, change: (value: Loose) => unknown): Mutant =>
  understanding((object) =>
    Object.fromEntries(
      Object.entries(object).flatMap(([key, value]) => {
        if (key.startsWith('$') || !fits(value)) return [[key, value]];
        const changed = change(value);
        return changed === undefined ? [] : [[key, changed]];
      }),
    ),
  );
