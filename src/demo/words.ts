/** The words that the demo shop is made of. Some are awkward on purpose: accents, other scripts, signs that are wildcards elsewhere. */

export const brandWords = [
  {
    name: 'Northwind',
    country: 'Denmark',
    founded: 1998,
    website: 'https://static.example.com/brands/northwind',
  },
  {
    name: 'Æther & Søn',
    country: 'Norway',
    founded: 1974,
    website: 'https://static.example.com/brands/aether',
  },
  { name: 'Café Minuit', country: 'France', founded: 2011, website: null },
  {
    name: 'Straßenwerk',
    country: 'Germany',
    founded: 1953,
    website: 'https://static.example.com/brands/strassenwerk',
  },
  {
    name: '東雲工房',
    country: 'Japan',
    founded: 1921,
    website: 'https://static.example.com/brands/shinonome',
  },
  { name: 'İznik Atölye', country: 'Türkiye', founded: 1987, website: null },
  {
    name: 'Pine_Field',
    country: 'Canada',
    founded: 2004,
    website: 'https://static.example.com/brands/pine_field',
  },
  { name: '100% Wool Co.', country: 'Ireland', founded: 1969, website: null },
  { name: 'Łąka', country: 'Poland', founded: 2015, website: 'https://static.example.com/brands/laka' },
  { name: 'No Name', country: null, founded: null, website: null },
] as const;

/** `parent` is the place of another entry. */
export const categoryWords = [
  { slug: 'home', name: 'Home', parent: null, description: 'Everything for the house' },
  { slug: 'kitchen', name: 'Kitchen', parent: 0, description: 'Pots, pans and small helpers' },
  { slug: 'lighting', name: 'Lighting', parent: 0, description: null },
  { slug: 'outdoor', name: 'Outdoor', parent: null, description: 'For wind and weather' },
  { slug: 'camping', name: 'Camping', parent: 3, description: 'Sleep under the stars ✨' },
  { slug: 'cycling', name: 'Cycling', parent: 3, description: null },
  { slug: 'stationery', name: 'Stationery', parent: null, description: 'Paper, ink and patience' },
  { slug: 'toys', name: 'Toys & Games', parent: null, description: 'For rainy days' },
] as const;

export const adjectives = [
  'Compact',
  'Classic',
  'Nordic',
  'Süßer',
  'Élan',
  'Folding',
  'Silent',
  'Rustic',
  'Deluxe',
  'Ålesund',
  'Mini',
  'Zen 禅',
  '50%_Recycled',
  'Travel',
  "Maker's",
] as const;

/** Noun and the place of its category. */
export const nouns = [
  ['Kettle', 1],
  ['Saucepan', 1],
  ['Chopping Board', 1],
  ['Tea Strainer', 1],
  ['Desk Lamp', 2],
  ['Lantern', 2],
  ['Blanket', 0],
  ['Vase', 0],
  ['Tent', 4],
  ['Sleeping Mat', 4],
  ['Camp Stove', 4],
  ['Bicycle Bell', 5],
  ['Pannier', 5],
  ['Rain Jacket', 3],
  ['Notebook', 6],
  ['Fountain Pen', 6],
  ['Ink 墨', 6],
  ['Jigsaw Puzzle', 7],
  ['Wooden Train', 7],
  ['Kite', 7],
] as const;

export const tagWords = [
  'new',
  'sale',
  'eco',
  'handmade',
  'gift',
  'bestseller',
  'Été',
  'limited',
  'refill',
  'wool',
  'steel',
  'NEW',
] as const;

export const sentences = [
  'Made to last, and to be repaired.',
  'A favourite of our customers since the first day.',
  'Fits into any bag & every home.',
  'Gewinner des „Guten Form“-Preises.',
  '手作りの一品です。',
  'Washable at 30 °C; do not bleach.',
] as const;

export const currencies = ['EUR', 'EUR', 'EUR', 'USD', 'GBP'] as const;
export const conditions = ['NEW', 'NEW', 'NEW', 'REFURBISHED', 'USED'] as const;
