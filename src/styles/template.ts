/** Rendering of templates (see vocabulary.ts) into variable values. */
import type { Json } from './vocabulary.js';

export type Slots = { readonly [name: string]: Json | undefined };

const slotPattern =
  /\$(field|Field|FIELD|value|version|text|like|regex|glob|items|item|actions|referenced|ids|id|all|one|list|List|type|Type|TYPE|priority)/g;

/** `productName` → `PRODUCT_NAME`; what is upper case already stays. */
export function constantCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9_]/g, '_')
    .toUpperCase();
}

export function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Slots of a field name: $field, $Field, $FIELD. */
export function fieldSlots(name: string): Slots {
  return { field: name, Field: capitalised(name), FIELD: constantCase(name) };
}

/**
 * Slots of a field name and an operand: $value, and its text made safe for the usual pattern alphabets. Worked out when
 * they are read: a template uses one or two of them, and every condition of every request is rendered.
 */
export function conditionSlots(name: string, value: Json): Slots {
  const escaped = (pattern: RegExp): string | undefined =>
    typeof value === 'string' ? value.replace(pattern, '\\$&') : undefined;
  return {
    field: name,
    get Field() {
      return capitalised(name);
    },
    get FIELD() {
      return constantCase(name);
    },
    value,
    get text() {
      return typeof value === 'string' ? value : JSON.stringify(value);
    },
    get like() {
      return escaped(/[\\%_]/g);
    },
    get regex() {
      return escaped(/[\\^$.*+?()[\]{}|/-]/g);
    },
    get glob() {
      return escaped(/[\\*?[\]{}]/g);
    },
  };
}

/** A template whose texts were looked through for slots: see {@link compileTemplate}. */
export type Renderer = (slots: Slots) => Json;

/**
 * Fills the slots of a template. A text that is only a slot becomes the slot's JSON; a slot inside a longer text
 * becomes its text. A slot without a value stays as it is.
 */
export function renderTemplate(template: Json, slots: Slots): Json {
  return compileTemplate(template)(slots);
}

/** What `renderTemplate` does, with everything done before that depends on the template only. */
export function compileTemplate(template: Json): Renderer {
  if (typeof template === 'string') return compileText(template);
  if (Array.isArray(template)) {
    const elements = template.map(compileTemplate);
    return (slots) => elements.map((render) => render(slots));
  }
  if (typeof template !== 'object' || template === null) return () => template;
  const members = Object.entries(template).map(
    ([key, value]) => [compileText(key), compileTemplate(value)] as const,
  );
  return (slots) => {
    const rendered: Record<string, Json> = {};
    for (const [key, value] of members) rendered[String(key(slots))] = value(slots);
    return rendered;
  };
}

function compileText(text: string): Renderer {
  if (!text.includes('$')) return () => text;
  const whole = /^\$([A-Za-z]+)$/.exec(text)?.[1];
  const within: Renderer = (slots) =>
    text.replace(slotPattern, (slot, name: string) => {
      const value = slots[name];
      return value === undefined ? slot : typeof value === 'string' ? value : JSON.stringify(value);
    });
  return whole === undefined
    ? within
    : (slots) => {
        const value = slots[whole];
        return value === undefined ? within(slots) : value;
      };
}
