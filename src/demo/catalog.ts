/** The demo shop's data: always the same, whatever the clock and chance say. */
import {
  adjectives,
  brandWords,
  categoryWords,
  conditions,
  currencies,
  nouns,
  sentences,
  tagWords,
} from './words.js';

export interface Brand {
  readonly id: string;
  readonly name: string;
  readonly country: string | null;
  readonly founded: number | null;
  readonly website: string | null;
}

export interface Category {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly parent: Category | null;
}

export interface Money {
  /** Two decimals; the API writes it as text. */
  readonly amount: number;
  readonly currency: string;
}

export interface Image {
  readonly url: string;
  readonly alt: string | null;
  readonly width: number;
  readonly height: number;
}

export interface Product {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: Money;
  readonly listPrice: Money | null;
  readonly rating: number | null;
  readonly stock: number;
  readonly available: boolean;
  readonly condition: (typeof conditions)[number];
  readonly tags: readonly string[] | null;
  readonly images: readonly Image[];
  readonly brand: Brand | null;
  readonly category: Category;
  /** Date without time. */
  readonly releasedOn: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface Catalogue {
  readonly products: readonly Product[];
  readonly categories: readonly Category[];
  readonly brands: readonly Brand[];
}

const productCount = 300;
const day = 86_400_000;
const firstDay = Date.UTC(2022, 0, 3, 8, 30, 0);

export function createCatalogue(): Catalogue {
  const brands: Brand[] = brandWords.map((each, index) => ({ id: `b${index + 1}`, ...each }));
  const categories: Category[] = [];
  for (const [index, { parent, ...each }] of categoryWords.entries())
    categories.push({ id: `c${index + 1}`, ...each, parent: parent === null ? null : categories[parent]! });
  const dice = createDice(20240229);
  const products = Array.from({ length: productCount }, (_, index) =>
    makeProduct(index, dice, brands, categories),
  );
  return { products, categories, brands };
}

/** Whole numbers from 0 to below the given one: a small generator with a fixed start (mulberry32). */
type Dice = (below: number) => number;

function createDice(seed: number): Dice {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function makeProduct(
  index: number,
  dice: Dice,
  brands: readonly Brand[],
  categories: readonly Category[],
): Product {
  const number = index + 1;
  const [noun, category] = nouns[index % nouns.length]!;
  const adjective = adjectives[Math.floor(index / nouns.length) % adjectives.length]!;
  const name = `${adjective} ${noun}`;
  const currency = currencies[dice(currencies.length)]!;
  const amount = (199 + dice(24_000)) / 100;
  const stock = dice(5) === 0 ? 0 : dice(200);
  const created = firstDay + index * 3 * day + dice(day);
  const slug = noun.toLowerCase().replace(/[^a-z]+/g, '-');
  return {
    id: `p${String(number).padStart(3, '0')}`,
    sku: `SKU-${String(100_000 + index * 37)}`,
    name,
    description:
      dice(8) === 0
        ? null
        : `<p>${name}.</p><p>${sentences[dice(sentences.length)]!.replaceAll('&', '&amp;')}</p>`,
    price: { amount, currency },
    listPrice: dice(3) === 0 ? { amount: Math.round(amount * 125) / 100, currency } : null,
    rating: dice(6) === 0 ? null : (10 + dice(41)) / 10,
    stock,
    available: stock > 0,
    condition: conditions[dice(conditions.length)]!,
    tags: dice(10) === 0 ? null : pickTags(dice),
    images: Array.from({ length: dice(4) }, (_, picture) => ({
      url: `https://static.example.com/products/${number}/${slug}-${picture + 1}.jpg`,
      alt: dice(2) === 0 ? null : name,
      width: 1200,
      height: 800 + 100 * dice(5),
    })),
    brand: dice(9) === 0 ? null : brands[dice(brands.length)]!,
    category: categories[category]!,
    releasedOn: dice(7) === 0 ? null : new Date(created + dice(60) * day).toISOString().slice(0, 10),
    createdAt: new Date(created).toISOString(),
    updatedAt: new Date(created + dice(200) * day + dice(day)).toISOString(),
  };
}

function pickTags(dice: Dice): readonly string[] {
  const count = dice(4);
  const start = dice(tagWords.length);
  return Array.from({ length: count }, (_, index) => tagWords[(start + index * 5) % tagWords.length]!);
}
