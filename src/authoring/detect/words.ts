/** Names: comparing them across spellings, and plural and singular forms good enough for English schemas. */

/** Lower case without separators, so that `created_at`, `createdAt` and `CREATED_AT` are one word. */
export function fold(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/** `productVariants` → `['product', 'variants']`. */
export function splitWords(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

export function uncapitalised(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Plural of a name's last word. What already looks plural stays. */
export function plural(name: string): string {
  if (/(media|data|series|news|people|info|content|equipment|children)$/i.test(name)) return name;
  if (/[^s]s$/i.test(name) && !/(us|is|as)$/i.test(name)) return name;
  if (/[^aeiou]y$/i.test(name)) return `${name.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/i.test(name)) return `${name}es`;
  return `${name}s`;
}

export function singular(name: string): string {
  if (/(ss|us|is|news|series)$/i.test(name)) return name;
  if (/ies$/i.test(name)) return `${name.slice(0, -3)}y`;
  if (/(xes|ches|shes|sses|zes)$/i.test(name)) return name.slice(0, -2);
  return name.replace(/s$/i, '');
}

/** Folded spellings under which an entity may appear in other names: singular and plural. */
export function nameForms(name: string): ReadonlySet<string> {
  return new Set([fold(name), fold(singular(name)), fold(plural(name))]);
}
