/**
 * One upstream request: one or more root calls in a single document. The text depends only on which arguments
 * are used and what is selected, never on values, so a collection has few texts; they are kept.
 */
import { LRUCache } from 'lru-cache';
import type { Json } from '../../json.js';
import { type PreparedDocument, prepareDocument } from '../transport/document.js';
import type { ArgumentValues } from './argument-path.js';
import { type Location, stepOf } from './location.js';
import type { SelectionVariable } from './selection.js';

/** Printed selection set, with an id that stands for its text in cache keys. */
export interface PrintedSelection {
  readonly id: string;
  readonly text: string;
  readonly variables: readonly SelectionVariable[];
}

export interface RootCall {
  /** Response key of the call; the alias of its first step. */
  readonly alias: string;
  readonly location: Location;
  readonly arguments: ArgumentValues;
  /** Selection of the last step; null for a leaf. */
  readonly selection: PrintedSelection | null;
  /** Selected beside the last step, in its parent (page information). */
  readonly beside?: PrintedSelection;
  /** A directive on the first step whose argument changes with each request. */
  readonly directive?: RootDirective | undefined;
}

export interface RootDirective {
  readonly name: string;
  readonly argument: string;
  /** GraphQL type of the argument. */
  readonly type: string;
  readonly value: Json;
}

export interface PreparedOperation {
  readonly document: PreparedDocument;
  readonly variables: Record<string, Json>;
}

export type DocumentKind = 'query' | 'mutation';

export type OperationBuilder = (
  name: string,
  calls: readonly RootCall[],
  kind?: DocumentKind,
) => PreparedOperation;

/** Bytes of the texts kept per upstream. More than its collections usually need; projections of callers cannot fill the memory. */
const usualBytes = 4 * 2 ** 20;

export function createOperationBuilder(most = usualBytes): OperationBuilder {
  const texts = new LRUCache<string, PreparedDocument>({
    maxSize: most,
    // Two for each character; the text is there twice, plain and as JSON.
    sizeCalculation: ({ text, bodyStart }, key) => 2 * (key.length + text.length + bodyStart.length) + 300,
  });
  /** A plan that is found again has the same calls: what was made of them is found with them. */
  const known = new WeakMap<readonly RootCall[], PreparedOperation & { readonly head: string }>();
  return (name, calls, kind = 'query') => {
    const head = `${kind} ${name}`;
    const found = known.get(calls);
    if (found?.head === head) return found;
    const variables: Record<string, Json> = {};
    const declared: string[] = [];
    const taken = new Set<string>();
    const seen: { value: Json | undefined; type: string; name: string }[] = [];
    let key = head;
    const printed: string[] = [];

    const variable = (wanted: string, type: string, value: Json | undefined): string => {
      // The list and its count take the same filter: one variable carries it.
      const same =
        typeof value === 'object' && value !== null
          ? seen.find((each) => each.value === value && each.type === type)
          : undefined;
      if (same) return same.name;
      let unique = wanted;
      for (let suffix = 2; taken.has(unique); suffix++) unique = `${wanted}${suffix}`;
      taken.add(unique);
      if (value !== undefined) variables[unique] = value;
      declared.push(`$${unique}: ${type}`);
      seen.push({ value, type, name: unique });
      return unique;
    };

    const parts = calls.map((call) => {
      const steps = call.location.steps.map((step, index) => {
        const last = index === call.location.steps.length - 1;
        const values = { ...call.arguments.get(step.name), ...(last ? call.arguments.get('') : undefined) };
        const parameters = Object.entries(values).map(([argument, value]) => {
          const type = stepOf(call.location, step.name)!.field.args.find(
            (each) => each.name === argument,
          )?.type;
          return `${argument}: $${variable(argument, String(type), value)}`;
        });
        return { name: step.name, parameters };
      });
      const selected = [call.selection, call.beside].filter((each) => each !== null && each !== undefined);
      const renamed = new Map<string, string>();
      for (const selection of selected) {
        for (const each of selection.variables) {
          renamed.set(`${selection.id}/${each.name}`, variable(`field_${each.name}`, each.type, each.value));
        }
      }
      const { directive } = call;
      const marked = directive && {
        ...directive,
        parameter: `${directive.argument}: $${variable(directive.argument, directive.type, directive.value)}`,
      };
      const marks = marked ? ` @${marked.name}(${marked.parameter})` : '';
      key += `|${call.alias}${marks}:${steps.map((step) => `${step.name}(${step.parameters})`).join('.')}`;
      for (const selection of selected) key += `{${selection.id}}`;
      return { call, steps, renamed, marks };
    });

    const prepared = (document: PreparedDocument): PreparedOperation => {
      const operation = { head, document, variables };
      // Mutations are not found again. A memory that is old keeps what it is given until the whole heap is collected.
      if (kind === 'query') known.set(calls, operation);
      return operation;
    };
    const cached = texts.get(key);
    if (cached !== undefined) return prepared(cached);
    for (const { call, steps, renamed, marks } of parts) printed.push(printCall(call, steps, renamed, marks));
    const declaration = declared.length > 0 ? `(${declared.join(', ')})` : '';
    const document = prepareDocument(`${kind} ${name}${declaration} { ${printed.join(' ')} }`);
    texts.set(key, document);
    return prepared(document);
  };
}

function printCall(
  call: RootCall,
  steps: readonly { readonly name: string; readonly parameters: readonly string[] }[],
  renamed: ReadonlyMap<string, string>,
  marks: string,
): string {
  const selectionText = (selection: PrintedSelection): string =>
    selection.text.replace(/\$(s\d+)\b/g, (_, name: string) => `$${renamed.get(`${selection.id}/${name}`)}`);
  const beside = call.beside ? ` ${selectionText(call.beside)}` : '';
  let inner = call.selection === null ? '' : ` { ${selectionText(call.selection)} }`;
  for (let index = steps.length - 1; index >= 0; index--) {
    const { name, parameters } = steps[index]!;
    const list = parameters.length > 0 ? `(${parameters.join(', ')})` : '';
    const alias = index === 0 && call.alias !== name ? `${call.alias}: ` : '';
    inner = `${alias}${name}${list}${index === 0 ? marks : ''}${inner}${index === steps.length - 1 ? beside : ''}`;
    if (index > 0) inner = ` { ${inner} }`;
  }
  return inner;
}

/** Value of a root call in the answer: down the steps after the alias. */
export function callResult(data: unknown, call: Pick<RootCall, 'alias' | 'location'>): unknown {
  let value: unknown = (data as Record<string, unknown> | null)?.[call.alias];
  for (const step of call.location.steps.slice(1))
    value = (value as Record<string, unknown> | null)?.[step.name];
  return value;
}

/** Value of the step before the list field, for `../` result paths. */
export function parentResult(data: unknown, call: Pick<RootCall, 'alias' | 'location'>): unknown {
  if (call.location.steps.length === 1) return data;
  return callResult(data, {
    alias: call.alias,
    location: { ...call.location, steps: call.location.steps.slice(0, -1) },
  });
}
