/** What is wrong with a constant argument, by its type: servers refuse it at the first request, or take it for another thing. */
import { type GraphQLInputType, getNullableType, isEnumType, isNonNullType } from 'graphql';
import type { Path } from '../../mapping/source.js';
import { didYouMean } from '../../mapping/suggest.js';
import { type InputFault, judgeInput } from '../../styles/judge-input.js';
import type { Json } from '../../styles/vocabulary.js';
import { factNames, languageMapOf } from '../../upstream/transport/context.js';

export interface ConstantFault {
  /** Below the argument. */
  readonly path: Path;
  readonly message: string;
  readonly at?: 'key';
  readonly help?: string;
}

/**
 * @param required whether the argument has to be given, with every request. Default: by its type
 */
export function constantFaults(
  value: Json,
  type: GraphQLInputType,
  name: string,
  required = isNonNullType(type),
): readonly ConstantFault[] {
  if (value === '$language' && required) {
    const message = `"${name}" (${String(type)}) must be given, and a request may name no language`;
    const help = 'say what is sent for each language: { language: { en: …, otherwise: … } }';
    return [{ path: [], message, help }];
  }
  const standsFor = (text: string, at: GraphQLInputType, { path }: { readonly path: Path }) => {
    const fault = factFault(text, path);
    if (fault) return [fault];
    // A fact may be one of the enum's values; whether it is shows in the request.
    return factNames.includes(text) && isEnumType(getNullableType(at)) ? [] : undefined;
  };
  return judgeInput(value, type, { standsFor, choices }, { name, path: [] }).map(withHelp);
}

/** What a map of languages may send. */
function choices(value: Json): readonly { readonly path: Path; readonly value: Json }[] | undefined {
  const map = languageMapOf(value);
  return (
    map && Object.entries(map).map(([language, each]) => ({ path: ['language', language], value: each }))
  );
}

/** A fault with the suggestion for the word that is not known. */
export function withHelp({ unknown, ...fault }: InputFault): ConstantFault {
  if (unknown === undefined) return fault;
  const { word, known, listed } = unknown;
  const help =
    didYouMean(word, known) ??
    (listed === undefined ? undefined : `${listed}: ${known.slice(0, 10).join(', ')}`);
  return help === undefined ? fault : { ...fault, help };
}

/** A text that reads like a fact of the request and is none, or one beside other text. */
function factFault(text: string, path: Path): InputFault | undefined {
  if (factNames.includes(text)) return undefined;
  if (!/^\$[A-Za-z][A-Za-z0-9_.]*$/.test(text)) {
    const inside = factNames.find((fact) => text.includes(fact));
    const message = `"${inside}" is filled in only where it stands alone, so this would be sent as it stands`;
    return inside === undefined ? undefined : { path, message };
  }
  const message = `"${text}" is not a fact of the request, so it would be sent as it stands`;
  return { path, message, unknown: { word: text, known: factNames, listed: 'facts of the request' } };
}
