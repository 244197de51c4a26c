/** Wrong versions of our own code: a text in a file of src, and what stands in its place. The simulator must notice each. */

export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Occurs exactly once. */
  readonly text: string;
  readonly instead: string;
}

export const mutants: readonly Mutant[] = [
  {
    name: 'a mutation is repeated by the gateway',
    file: 'gateway/retry.ts',
    text: "if (document.kind === 'mutation' || !(error",
    instead: 'if (!(error',
  },
  {
    name: 'what is unknown is told as refused',
    file: 'execute/writes/resolve.ts',
    text: "return { kind: 'unknown', why, error };",
    instead: "return { kind: 'refused', error: unavailable('refused', 502) };",
  },
  {
    name: 'a lost answer counts as not sent',
    file: 'execute/writes/step.ts',
    text: "if (sent.kind === 'lost') return all(step, { kind: 'unknown', why: sent.why });",
    instead:
      "if (sent.kind === 'lost') return all(step, { kind: 'refused', error: new AdapterError('UNKNOWN_ERROR', sent.why, { status: 502 }) });",
  },
  {
    name: 'a lost answer counts as done',
    file: 'execute/writes/step.ts',
    text: "if (sent.kind === 'lost') return all(step, { kind: 'unknown', why: sent.why });",
    instead: "if (sent.kind === 'lost') return all(step, { kind: 'done', row: undefined });",
  },
  {
    name: 'a gateway error counts as turned away',
    file: 'execute/writes/send.ts',
    text: 'return status >= 400 && status < 500 && status !== 408 && status !== 499;',
    instead: 'return status >= 400 && status !== 408 && status !== 499;',
  },
  {
    name: 'a status 408 counts as turned away',
    file: 'execute/writes/send.ts',
    text: '&& status !== 408 && status !== 499;',
    instead: '&& status !== 499;',
  },
  {
    name: 'what is turned away counts as lost',
    file: 'execute/writes/send.ts',
    text: "if (error.delivered === 'no' || turnedAway(error)) return",
    instead: 'if (turnedAway(error) && answer === undefined) return',
  },
  {
    name: 'a second attempt that is turned away settles the first',
    file: 'execute/writes/resolve.ts',
    text: 'if (verdict.unrun) return false;',
    instead: '',
  },
  {
    name: 'a second attempt that finds the first one is a refusal',
    file: 'execute/writes/resolve.ts',
    text: "return code !== 'ITEM_ALREADY_EXISTS' && code !== 'ITEM_NOT_FOUND' && version === undefined;",
    instead: "return code !== 'UNKNOWN_ERROR' || version === undefined;",
  },
  {
    name: 'an insert that nothing recognises is repeated',
    file: 'execute/writes/resolve.ts',
    text: "if (sight?.kind !== 'untouched') return false;",
    instead:
      "if (verb.verb === 'insert') return sight?.kind !== 'there'; if (sight?.kind !== 'untouched') return false;",
  },
  {
    name: 'an update is repeated before its time is over',
    file: 'execute/writes/resolve.ts',
    text: "return verb.verb === 'remove' || verb.version !== undefined || waited;",
    instead: 'return true;',
  },
  {
    name: 'looking does not compare what was sent',
    file: 'execute/writes/resolve.ts',
    text: 'if (showsSent(shown, item)) return',
    instead: 'if (Object.keys(shown).length > 0) return',
  },
  {
    name: 'a removal is seen as done while the item is there',
    file: 'execute/writes/resolve.ts',
    text: 'if (item !== undefined) return { kind: !old',
    instead:
      "if (item !== undefined && old === undefined) return { kind: 'there', item };\n    if (item !== undefined) return { kind: !old",
  },
  {
    name: 'the key of idempotency is a new one each time',
    file: 'calls/mutate.ts',
    text: 'const { idempotency } = model.writes!;',
    instead:
      'const { idempotency } = model.writes!;\n  mutations = mutations.map((each) => ({ ...each, ...(each.key === undefined ? {} : { key: each.key + String(Math.random()) }) }));',
  },
  {
    name: 'a list has the key of its first item',
    file: 'plan/writes/steps.ts',
    text: 'const size = verb.listed ? (keyed ? 1 : verb.many)',
    instead: 'const size = verb.listed ? (keyed && verb.many === 0 ? 1 : verb.many)',
  },
  {
    name: 'writes of one id go together',
    file: 'plan/writes/plan.ts',
    text: 'const round = slot.id === undefined ? 0 : (times.get(slot.id) ?? 0);',
    instead: 'const round = slot.id === undefined || times.size < 0 ? 0 : 0;',
  },
  {
    name: 'a later write of an item goes on while the earlier one is open',
    file: 'execute/writes/execute.ts',
    text: 'if (id !== undefined) open.add(id);',
    instead: "if (id !== undefined && id === '') open.add(id);",
  },
  {
    name: 'results are in the order of their answers',
    file: 'execute/writes/execute.ts',
    text: 'return plan.slots.map((_, index) => outcomes.get(index)!);',
    instead: 'return [...outcomes.values()];',
  },
  {
    name: 'two results of a document are swapped',
    file: 'execute/writes/step.ts',
    text: 'const root = call.roots[index]!;',
    instead: 'const root = call.roots[call.roots.length - 1 - index]!;',
  },
  {
    name: 'after data: null every mutation of the document has failed',
    file: 'execute/writes/step.ts',
    text: "if (form === 'aliases' && data === null && !about)",
    instead: "if (form === 'aliases' && data === null && !about && call.roots.length === 0)",
  },
  {
    name: 'an error in the payload is not looked at',
    file: 'execute/writes/judge.ts',
    text: 'if (said.length > 0) return refused(said);',
    instead: '',
  },
  {
    name: 'a flag that says no is not looked at',
    file: 'execute/writes/judge.ts',
    text: 'if (answer.flag && readNames(value, answer.flag) === false) return verdictOfNone(answer, id);',
    instead: '',
  },
  {
    name: 'a count of nothing is not looked at',
    file: 'execute/writes/judge.ts',
    text: 'if (answer.count && Number(readNames(value, answer.count)) === 0) return verdictOfNone(answer, id);',
    instead: '',
  },
  {
    name: 'a caller who leaves takes the mutation along',
    file: 'execute/writes/send.ts',
    text: 'signal: neverAborted,',
    instead: '',
  },
  {
    name: 'an item is read back before the API shows it',
    file: 'execute/writes/read-back.ts',
    text: 'if (within === undefined || early.length === 0) return first;',
    instead: 'if (within === undefined || early.length >= 0) return first;',
  },
  {
    name: 'what was read before is given back as what is stored',
    file: 'execute/writes/execute.ts',
    text: "verb.verb === 'remove' ? (id === undefined ? undefined : stored?.get(id)) : read.get(write.slot);",
    instead: 'id !== undefined && stored?.has(id) ? stored.get(id) : read.get(write.slot);',
  },
  {
    name: 'emptying ends with the first batch that fails',
    file: 'execute/writes/truncate.ts',
    text: "if (failed && failed.kind !== 'done')\n      throw leftOver(",
    instead: "if (failed && failed.kind !== 'done') return;\n    if (failed) throw leftOver(",
  },
  {
    name: 'unknown outcomes are counted as refused',
    file: 'execute/writes/tell.ts',
    text: `    refused: count('refused'),
    unknown: count('unknown'),`,
    instead: `    refused: count('refused') + count('unknown'),
    unknown: 0,`,
  },
  {
    name: 'the deadline of a mutation is not kept',
    file: 'execute/writes/send.ts',
    text: 'await client.request(document, variables, { ...context, deadline, most });',
    instead: 'await client.request(document, variables, { ...context, deadline: deadline + 60_000, most });',
  },
  {
    name: 'a place in the line is not given back',
    file: 'gateway/queue.ts',
    text: 'underWay -= 1;',
    instead: 'underWay -= 0;',
  },
];
