/** Names in proposals: collection ids, Wix keys and display names that a person would have chosen. */
import type { DetectedList } from '../detect/collections.js';
import { plural, splitWords, uncapitalised } from '../detect/words.js';

/** Takes names and makes each one unique by a number behind. */
export interface NameRegister {
  take(wanted: string): string;
  has(name: string): boolean;
}

export function nameRegister(): NameRegister {
  const taken = new Set<string>();
  return {
    has: (name) => taken.has(name.toLowerCase()),
    take(wanted) {
      let name = wanted;
      for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted}${number}`;
      taken.add(name.toLowerCase());
      return name;
    },
  };
}

/** `allProducts` → `products`, `queryPost` → `posts`, `productCollection` → `products`, `findManyUser` → `users`. */
export function collectionName(detected: DetectedList): string {
  const last = detected.steps[detected.steps.length - 1]!.name;
  // A list and a type of one such name are called after a table (Hasura); its owner knows it by that name.
  if (last === detected.itemType && /^[a-z][a-z0-9_]*$/.test(last)) return last.slice(0, 100);
  const bare = last
    .replace(/^_*(all|query|list|findMany|find|get|fetch|search)(?=[A-Z_])_?/, '')
    .replace(
      /(?<=[A-Za-z0-9])(_?(Connection|Collection|List|Query|Paginated)s?|_(connection|collection|list))$/,
      '',
    )
    .replace(/[^A-Za-z0-9_]/g, '')
    .replace(/^_+/, '');
  const name = bare === '' || /^(nodes|items|results|records|data)$/i.test(bare) ? detected.itemType : bare;
  const words = /^[A-Z0-9_]+$/.test(name) ? name.toLowerCase() : uncapitalised(name);
  return plural(words).slice(0, 100);
}

/** A second choice when the first is taken: with the step before it in front (`customer.orders` → `customerOrders`). */
export function qualifiedName(detected: DetectedList, name: string): string {
  const parent = detected.steps[detected.steps.length - 2];
  return parent ? `${uncapitalised(parent.name)}${capitalised(name)}` : uncapitalised(detected.itemType);
}

export function displayName(name: string): string {
  const words = splitWords(name);
  return words.map((word, index) => (index === 0 ? capitalised(word) : word)).join(' ');
}

export function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
