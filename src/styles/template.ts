/** Rendering of templates (see vocabulary.ts) into variable values. */
import type { Json } from './vocabulary.js';

export type Slots = { readonly [name: string]: Json | undefined };

const slotPattern =
  /\$(field|Field|FIELD|value|version|text|like|regex|glob|items|item|actions|ids|id|all|one|list|List|type|Type|TYPE|priority)/g;

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

/**
 * Fills the slots of a template. A text that is only a slot becomes the slot's JSON; a slot inside a longer text
 * becomes its text. A slot without a value stays as it is.
 */
export function renderTemplate(template: Json, slots: Slots): Json {
  if (typeof template === 'string') return renderText(template, slots);
  if (Array.isArray(template)) return template.map((each: Json) => renderTemplate(each, slots));
  if (typeof template !== 'object' || template === null) return template;
  const rendered: Record<string, Json> = {};
  for (const [key, value] of Object.entries(template)) {
    rendered[String(renderText(key, slots))] = renderTemplate(value, slots);
  }
  return rendered;
}

function renderText(text: string, slots: Slots): Json {
  if (!text.includes('$')) return text;
  const whole = /^\$([A-Za-z]+)$/.exec(text);
  if (whole && slots[whole[1]!] !== undefined) return slots[whole[1]!]!;
  return text.replace(slotPattern, (slot, name: string) => {
    const value = slots[name];
    return value === undefined ? slot : typeof value === 'string' ? value : JSON.stringify(value);
  });
}
