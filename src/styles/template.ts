/** Rendering of templates (see vocabulary.ts) into variable values. */
import type { Json } from './vocabulary.js';

export type Slots = { readonly [name: string]: Json | undefined };

const slotPattern =
  /\$(field|Field|FIELD|value|version|text|like|regex|glob|items|item|actions|referenced|ids|id|all|one|list|List|type|Type|TYPE|priority)/g;

const wholeSlot = new RegExp(`^${slotPattern.source}$`);

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
 * Worked out when they are read: a template uses one or two of them, and every condition of every request is rendered. A class, since an object
 * literal with getters costs V8 a hidden class for each one that is made.
 */
class ConditionSlots {
  [name: string]: Json | undefined;
  readonly field: string;
  readonly value: Json;
  constructor(field: string, value: Json) {
    this.field = field;
    this.value = value;
  }
  get Field(): string {
    return capitalised(this.field);
  }
  get FIELD(): string {
    return constantCase(this.field);
  }
  get text(): string {
    return typeof this.value === 'string' ? this.value : JSON.stringify(this.value);
  }
  get like(): string | undefined {
    return escaped(this.value, /[\\%_]/g);
  }
  get regex(): string | undefined {
    return escaped(this.value, /[\\^$.*+?()[\]{}|/-]/g);
  }
  get glob(): string | undefined {
    return escaped(this.value, /[\\*?[\]{}]/g);
  }
}

function escaped(value: Json, pattern: RegExp): string | undefined {
  return typeof value === 'string' ? value.replace(pattern, '\\$&') : undefined;
}

/** Slots of a field name and an operand: $value, and its text made safe for the usual pattern alphabets. */
export function conditionSlots(name: string, value: Json): Slots {
  return new ConditionSlots(name, value);
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
  const whole = wholeSlot.exec(text)?.[1];
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
