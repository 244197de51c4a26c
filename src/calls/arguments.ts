/**
 * Constant arguments of the list field and its siblings, with the facts of the request ($language, $identity.memberId, …)
 * filled in. These arguments decide which items there are, so a fact that a request has not got refuses it.
 */
import { isPlainObject } from '../json.js';
import { ruledFacts } from '../model/identity-rules.js';
import type { CollectionModel } from '../model/model.js';
import { renderTemplate, type Slots } from '../styles/template.js';
import type { Json } from '../styles/vocabulary.js';
import type { ArgumentValues } from '../upstream/document/argument-path.js';
import type { PrintedSelection } from '../upstream/document/operation.js';
import { languageMapOf, pickLanguage, type RequestScope, scopeSlots } from '../upstream/transport/context.js';
import { badRequest } from '../wix/errors.js';

type Arguments = Readonly<Record<string, Json>>;

/**
 * The arguments that every request of the list field carries, filled with the facts of this request.
 * @throws BAD_REQUEST when the request has not got a fact that they need
 */
export function constantArguments(model: CollectionModel, scope: RequestScope): ArgumentValues {
  const values: ArgumentValues = new Map();
  for (const [step, constants] of model.list.constants) {
    const filled = fillArguments(model, constants as Arguments, scope);
    if (Object.keys(filled).length > 0) values.set(step, filled);
  }
  return values;
}

/** Constant arguments of a sibling: its own, and those of the list field. */
export function siblingArguments(
  model: CollectionModel,
  scope: RequestScope,
  own: Arguments = {},
): ArgumentValues {
  const constants = { ...(model.list.constants.get('') as Arguments | undefined), ...own };
  return new Map([['', fillArguments(model, constants, scope)]]);
}

/**
 * Arguments with the facts of the request and other slots filled in, both in one go: an id that reads like a slot is an id.
 * Only a whole argument for the language is left out of a request that names none: the API then speaks its own.
 * @throws BAD_REQUEST when the request has not got a fact
 */
export function fillArguments(
  model: CollectionModel,
  templates: Arguments,
  scope: RequestScope,
  slots: Slots = {},
): Record<string, Json> {
  const filled: Record<string, Json> = {};
  for (const [name, template] of Object.entries(templates)) {
    const value = fillValue(
      template,
      scope,
      slots,
      `${model.id} is for requests`,
      `list.arguments in ${model.file}`,
    );
    if (value !== undefined) put(filled, name, value);
  }
  return filled;
}

/**
 * A selection with the facts of the request in the arguments of its fields.
 * @throws BAD_REQUEST when the request has not got a fact other than the language
 */
export function fillSelection(
  model: CollectionModel,
  selection: PrintedSelection,
  scope: RequestScope,
): PrintedSelection {
  if (selection.variables.length === 0) return selection;
  const variables = selection.variables.map((each) => ({
    ...each,
    value:
      each.value === undefined || each.slot !== undefined
        ? each.value
        : fillValue(
            each.value,
            scope,
            {},
            `${model.id} has fields for requests`,
            `arguments in ${model.file}`,
          ),
  }));
  return { ...selection, variables };
}

/** undefined: the argument is left out. */
function fillValue(
  template: Json,
  scope: RequestScope,
  slots: Slots,
  whose: string,
  where: string,
): Json | undefined {
  if (template === '$language' && !factOf(template, scope)) return undefined;
  return fill(template, scope.language, (text) => {
    const fact = factOf(text, scope);
    if (fact) return fact;
    if (fact === undefined) return renderTemplate(text, slots);
    const short = `The collection ${whose} with ${text}, which this one has not`;
    throw badRequest(`${short} (${where})`, short);
  });
}

/** The fact that a text stands for; null: the request has not got it; undefined: the text is another. */
function factOf(text: string, scope: RequestScope): string | null | undefined {
  return Object.hasOwn(scopeSlots, text) ? scopeSlots[text]!(scope) || null : undefined;
}

/** Facts without which no request for the collection can be answered. */
export function neededFacts(model: CollectionModel): readonly string[] {
  const found = new Set<string>();
  const note = (text: string): string => {
    if (Object.hasOwn(scopeSlots, text)) found.add(text);
    return text;
  };
  const own = [...model.fields.values()].flatMap(({ source }) =>
    source.kind === 'path'
      ? source.steps.flatMap((step) => (step.arguments ?? []).map((each) => each.value))
      : [],
  );
  const listed = [...model.list.constants.values()].flatMap((each) => Object.values(each as Arguments));
  for (const template of [...listed, ...own]) if (template !== '$language') fill(template, undefined, note);
  return [...new Set([...found, ...ruledFacts(model)])];
}

function fill(template: Json, language: string | undefined, text: (text: string) => Json): Json {
  if (typeof template === 'string') return text(template);
  if (Array.isArray(template)) return template.map((each: Json) => fill(each, language, text));
  if (!isPlainObject(template)) return template;
  const map = languageMapOf(template);
  if (map !== undefined) return fill(pickLanguage(map, language), language, text);
  const filled: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(template)) put(filled, key, fill(inner, language, text));
  return filled;
}

function put(filled: Record<string, Json>, name: string, value: Json): void {
  if (name === spread && isPlainObject(value)) Object.assign(filled, value);
  else filled[name] = value;
}

/** Member of a template whose value's members take its place. Values from outside are never searched for it. */
const spread = '...';
