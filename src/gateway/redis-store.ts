/**
 * Kept answers in a Valkey or Redis server that several replicas share: what one writes ends the answers of all. Numbers and marks
 * change by scripts, each of which the server runs whole, and times are the server's, so that clocks of replicas do not matter.
 */
import type { CacheStore, KeptAnswer } from './cache-store.js';

/** The part of iovalkey and ioredis that is used here. */
export interface RedisClient {
  eval(script: string, keyCount: number, ...keysAndValues: readonly string[]): Promise<unknown>;
  get(key: string): Promise<string | null>;
  set(key: string, value: string, unit: 'PX', milliseconds: number): Promise<unknown>;
  /** `close`: of each connection, before the next one is made. */
  on(event: 'close' | 'error', told: () => void): unknown;
  disconnect(): void;
}

/** In braces: all keys are on one node of a cluster, as scripts over several of them want it. */
const prefix = '{wix-graphql-adapter}';

/** Longer ones are of no use to anybody who shares the server's memory. */
const longestAnswer = 4 * 2 ** 20;

/**
 * A number that is not there yet, or was lost with the server's memory, begins at the time in microseconds: it was never used before,
 * so that no answer of earlier is found under it. One that is there is only read: a server whose memory is full takes no SET.
 */
const begun = `
local time = redis.call('TIME')
local function number(key)
  local found = redis.call('GET', key)
  if found then return found end
  local first = string.format('%d%06d', time[1], time[2])
  redis.call('SET', key, first)
  return first
end
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/** Keys: number and marks of each name. */
const look = `${begun}
local found = { '0' }
for at = 1, #KEYS, 2 do
  found[#found + 1] = number(KEYS[at])
  redis.call('ZREMRANGEBYSCORE', KEYS[at + 1], '-inf', now)
  if redis.call('ZCARD', KEYS[at + 1]) > 0 then found[1] = '1' end
end
return found
`;

/** Keys as above; values: the write, or nothing, and the milliseconds of its mark. */
const change = `${begun}
for at = 1, #KEYS, 2 do
  number(KEYS[at])
  redis.call('INCR', KEYS[at])
  redis.call('ZREMRANGEBYSCORE', KEYS[at + 1], '-inf', now)
  if ARGV[1] ~= '' then
    if tonumber(ARGV[2]) > 0 then
      redis.call('ZADD', KEYS[at + 1], now + tonumber(ARGV[2]), ARGV[1])
      redis.call('PEXPIRE', KEYS[at + 1], 86400000)
    else
      redis.call('ZREM', KEYS[at + 1], ARGV[1])
    end
  end
end
return 1
`;

/**
 * Which run of the server answers. One that has ended suddenly begins again with what it had written to its disk, or a replica takes
 * its place: numbers and answers of before a write that was told to it. Either is another run, and what was kept for one is of no use
 * for another. Empty where the user may not know.
 */
const runId = `
local told = redis.pcall('INFO', 'server')
return type(told) == 'string' and string.match(told, 'run_id:(%x+)') or ''
`;

/** @param client closed with the store */
export function createRedisStore(client: RedisClient): CacheStore {
  const keysOf = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => [`${prefix}number:${name}`, `${prefix}marks:${name}`]);
  const answerKey = (key: string, numbers: string): string => `${prefix}answer:${numbers} ${key}`;
  const tell = async (names: readonly string[], write: string, milliseconds: number): Promise<void> => {
    await client.eval(change, 2 * names.length, ...keysOf(names), write, String(Math.ceil(milliseconds)));
  };
  // A run ends with all connections to it, so that it is asked for once on each.
  let run: Promise<unknown> | undefined;
  const forget = (): void => {
    run = undefined;
  };
  client.on('close', forget);
  const runNow = async (): Promise<string> => {
    run ??= client.eval(runId, 0);
    const asked = run;
    try {
      return String(await asked);
    } catch (error) {
      if (run === asked) forget();
      throw error;
    }
  };
  return {
    async numbers(names) {
      const own = await runNow();
      const [writing, ...numbers] = (await client.eval(look, 2 * names.length, ...keysOf(names))) as string[];
      return { text: [own, ...numbers].join('.'), writing: writing !== '0' };
    },
    async get(key, numbers) {
      const text = await client.get(answerKey(key, numbers));
      return text === null ? undefined : readAnswer(text);
    },
    async set(key, numbers, { json, at }, life) {
      const milliseconds = Math.ceil(life);
      if (json.length > longestAnswer || milliseconds < 1) return;
      await client.set(answerKey(key, numbers), `${at} ${json}`, 'PX', milliseconds);
    },
    invalidate: (names) => tell(names, '', 0),
    begin: tell,
    end: tell,
    close: async () => client.disconnect(),
  };
}

/** undefined: it is none of ours. */
function readAnswer(text: string): KeptAnswer | undefined {
  const space = text.indexOf(' ');
  const at = Number(text.slice(0, space));
  return space > 0 && Number.isFinite(at) ? { at, json: Buffer.from(text.slice(space + 1)) } : undefined;
}
