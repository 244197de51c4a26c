/** The webhooks that upstream files name. */
import type { HookMapping } from '../mapping/hooks.js';
import type { Problem } from '../mapping/problem.js';
import type { Mappings } from '../mapping/read.js';
import { didYouMean } from '../mapping/suggest.js';
import type { OpenUpstream } from './open-upstream.js';

/** @returns undefined where no upstream that can be used has one of this name */
export function hookNamed(upstreams: readonly OpenUpstream[], name: string): HookMapping | undefined {
  for (const { located } of upstreams) {
    const { hooks = {} } = located.value;
    if (Object.hasOwn(hooks, name)) return hooks[name];
  }
  return undefined;
}

/** Names that two upstreams share, secrets that sign nothing, and topics of collections that are not there. */
export function hookProblems({ upstreams, collections }: Mappings): readonly Problem[] {
  const ids = collections.map((each) => each.value.collection);
  const known = new Map<string, string>();
  return [...upstreams.values()].flatMap(({ source, file, value }) =>
    Object.entries(value.hooks ?? {}).flatMap(([name, { secret, topics }]) => {
      const problems: Problem[] = [];
      const other = known.get(name);
      if (other !== undefined)
        problems.push(source.problemAt(['hooks', name], `${other} has a hook "${name}" too`, { at: 'key' }));
      known.set(name, file);
      if (secret === '') {
        const help = 'without a secret anybody could send deliveries';
        problems.push(source.problemAt(['hooks', name, 'secret'], 'the secret is empty', { help }));
      }
      for (const [topic, given] of Object.entries(topics))
        for (const each of [given].flat()) {
          if (ids.includes(each)) continue;
          const message = `no file of this directory has the collection "${each}"`;
          const help = didYouMean(each, ids);
          problems.push(
            source.problemAt(['hooks', name, 'topics', topic], message, {
              ...(help ? { help } : {}),
              severity: 'warning',
            }),
          );
        }
      return problems;
    }),
  );
}
