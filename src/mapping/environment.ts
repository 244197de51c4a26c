/**
 * `${NAME}` in text values: a variable of the environment. `${NAME:-text}` has a fallback, `$${` is a literal
 * `${`. Works on values after parsing, so that a variable can never add YAML, and in one pass, so that it
 * can never name another variable. Slots without braces (`$identity.memberId`, `$language`) stay for later.
 */
import type { Json } from '../styles/vocabulary.js';
import type { Filled } from './disguise.js';
import type { Problem } from './problem.js';
import type { Path, SourceFile } from './source.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Substituted {
  readonly value: Json;
  /** Names of the variables that are needed and not set, each once. */
  readonly missing: readonly string[];
  /** Values of the variables that were filled in, and the texts that hold them: each may be a secret. */
  readonly filled: Filled;
  readonly problems: readonly Problem[];
}

const reference = /\$\$\{|\$\{([^}]*)(\}?)/g;
const named = /^([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$/;
/** A variable that holds one of these would be read as a slot by a later stage, which nobody can have meant. */
const requestSlot = /\$(identity|language|instance)\b/;

/** Replaces references in every text of `value` (not in keys). Problems never hold a variable's value. */
export function substitute(value: Json, environment: Environment, source: SourceFile): Substituted {
  const missing = new Set<string>();
  const filled = new Map<string, string>();
  const problems: Problem[] = [];

  const text = (template: string, path: Path): string =>
    template.replace(reference, (whole, inner: string | undefined, close: string | undefined) => {
      if (inner === undefined) return '${';
      const parts = close === '}' ? named.exec(inner) : null;
      if (!parts) {
        const help = 'write ${NAME} or ${NAME:-text}; a literal ${ is written $${';
        problems.push(
          source.problemAt(path, 'this is not a reference to a variable', { within: whole, help }),
        );
        return whole;
      }
      const name = parts[1]!;
      const set = Object.hasOwn(environment, name) ? environment[name] : undefined;
      if (set !== undefined && set !== '') {
        if (requestSlot.test(set)) {
          const message = `the value of ${name} holds a $… slot`;
          const help = 'slots such as $language must stand in this file itself';
          problems.push(source.problemAt(path, message, { within: whole, help }));
        }
        filled.set(set, `\${${name}}`);
        return set;
      }
      if (parts[2] !== undefined) return parts[2];
      missing.add(name);
      const help = `set ${name} in the environment, or give a fallback: \${${name}:-text}`;
      problems.push(
        source.problemAt(path, `the variable ${name} is ${set === undefined ? 'not set' : 'empty'}`, {
          within: whole,
          help,
          actions: [{ kind: 'set', variable: name }],
        }),
      );
      return '';
    });

  const walk = (current: Json, path: Path): Json => {
    if (typeof current === 'string') {
      const result = current.includes('${') ? text(current, path) : current;
      // A value may be the whole of another text; the shorter reference says more.
      if (result !== current && filled.size > 0 && !filled.has(result)) filled.set(result, current);
      return result;
    }
    if (current === null || typeof current !== 'object') return current;
    if (Array.isArray(current)) return current.map((item: Json, index) => walk(item, [...path, index]));
    return Object.fromEntries(
      Object.entries(current).map(([key, item]) => [key, walk(item, [...path, key])]),
    );
  };

  return { value: walk(value, []), missing: [...missing], filled, problems };
}
