/**
 * The search syntax of Shopify's Admin API: terms, `field:value`, comparators, `AND`, `OR`, `NOT`, `-`, quotes, parentheses,
 * `prefix*`, `field:*`. https://shopify.dev/docs/api/usage/search-syntax
 */
import { foldUnicode } from './engine/sql.js';
import { type Entry, operandOf } from './engine/table.js';

export type SearchQuery = (entry: Entry) => boolean;

interface Token {
  readonly kind: 'word' | 'quoted' | '(' | ')' | ':' | 'comparator' | '-';
  readonly text: string;
  /** White space stands before it. */
  readonly spaced: boolean;
  /** An unescaped star ends the word. */
  readonly prefix: boolean;
}

/** Fields of the language: `words` are searched word by word, `keyword` as a whole, the rest by value. */
const searchFields: Readonly<
  Record<
    string,
    { readonly cell: string; readonly type: 'words' | 'keyword' | 'number' | 'time' | 'boolean' | 'list' }
  >
> = {
  id: { cell: 'idNumber', type: 'number' },
  title: { cell: 'title', type: 'words' },
  sku: { cell: 'sku', type: 'keyword' },
  status: { cell: 'statusText', type: 'keyword' },
  product_type: { cell: 'productType', type: 'keyword' },
  tag: { cell: 'tags', type: 'list' },
  price: { cell: 'price', type: 'number' },
  inventory_total: { cell: 'quantity', type: 'number' },
  gift_card: { cell: 'active', type: 'boolean' },
  created_at: { cell: 'createdAt', type: 'time' },
};

/** Throws on unbalanced quotes and parentheses. A term on an unknown field restricts nothing, as the real API only warns. */
export function parseSearch(query: string): SearchQuery {
  const tokens = tokenize(query);
  let position = 0;
  const peek = (): Token | undefined => tokens[position];
  const isWord = (token: Token | undefined, text: string): boolean =>
    token?.kind === 'word' && token.text === text;

  const disjunction = (): SearchQuery => {
    const parts = [conjunction()];
    while (isWord(peek(), 'OR')) {
      position += 1;
      parts.push(conjunction());
    }
    return (entry) => parts.some((part) => part(entry));
  };
  const conjunction = (): SearchQuery => {
    const parts: SearchQuery[] = [];
    for (let token = peek(); token && token.kind !== ')' && !isWord(token, 'OR'); token = peek()) {
      if (isWord(token, 'AND')) position += 1;
      else parts.push(negation());
    }
    return (entry) => parts.every((part) => part(entry));
  };
  const negation = (): SearchQuery => {
    const token = peek();
    if (token?.kind !== '-' && !isWord(token, 'NOT')) return term();
    position += 1;
    const inner = negation();
    return (entry) => !inner(entry);
  };
  const term = (): SearchQuery => {
    const token = peek();
    position += 1;
    if (token === undefined) throw new Error('Invalid search query: unexpected end');
    if (token.kind === '(') {
      const inner = disjunction();
      if (peek()?.kind !== ')') throw new Error('Invalid search query: missing )');
      position += 1;
      return inner;
    }
    if (token.kind === 'word' && peek()?.kind === ':' && !peek()?.spaced) {
      position += 1;
      const comparator = peek()?.kind === 'comparator' ? (tokens[position++] as Token).text : '';
      const value = peek();
      if (value === undefined || (value.kind !== 'word' && value.kind !== 'quoted' && value.kind !== '-'))
        return () => true;
      position += 1;
      if (value.kind === '-')
        return fieldTerm(token.text, comparator, {
          ...(tokens[position] as Token),
          text: `-${tokens[position++]?.text}`,
        });
      return fieldTerm(token.text, comparator, value);
    }
    return (entry) =>
      ['title', 'sku', 'productType', 'tags'].some((cell) =>
        textsOf(entry, cell).some((text) => hasWords(text, token)),
      );
  };

  const result = disjunction();
  if (position < tokens.length) throw new Error('Invalid search query: unexpected )');
  return result;
}

function fieldTerm(name: string, comparator: string, value: Token): SearchQuery {
  const field = searchFields[name];
  if (!field) return () => true;
  if (value.kind === 'word' && value.text === '' && value.prefix)
    return (entry) => textsOf(entry, field.cell).some((text) => text !== '');
  if (field.type === 'words')
    return (entry) => textsOf(entry, field.cell).some((text) => hasWords(text, value));
  if (field.type === 'keyword' || field.type === 'list') {
    const alternatives = (value.kind === 'quoted' ? [value.text] : value.text.split(',')).map(foldUnicode);
    return (entry) =>
      textsOf(entry, field.cell)
        .map(foldUnicode)
        .some((text) => alternatives.some((each) => (value.prefix ? text.startsWith(each) : text === each)));
  }
  if (field.type === 'boolean') return (entry) => entry.cells[field.cell] === (value.text === 'true');
  let operand: number;
  try {
    operand = Number(operandOf(field.type === 'time' ? 'instant' : 'decimal', value.text));
  } catch {
    return () => true;
  }
  return (entry) => {
    const cell = entry.cells[field.cell];
    if (cell == null) return false;
    const difference = Number(cell) - operand;
    if (comparator === '>') return difference > 0;
    if (comparator === '>=') return difference >= 0;
    if (comparator === '<') return difference < 0;
    return comparator === '<=' ? difference <= 0 : difference === 0;
  };
}

function textsOf(entry: Entry, cell: string): readonly string[] {
  if (cell === 'tags') return entry.tags ?? [];
  const value = cell === 'productType' ? entry.category?.cells.name : entry.cells[cell];
  return value == null ? [] : [String(value)];
}

const wordsOf = (text: string): string[] => foldUnicode(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** The value's words stand in the text one after another; with a star the last one may go on. */
function hasWords(text: string, value: Token): boolean {
  const wanted = wordsOf(value.text);
  const own = wordsOf(text);
  if (wanted.length === 0) return value.text === '' || foldUnicode(text) === foldUnicode(value.text);
  return own.some((_word, start) =>
    wanted.every((each, index) => {
      const word = own[start + index];
      return value.prefix && index === wanted.length - 1 ? (word?.startsWith(each) ?? false) : word === each;
    }),
  );
}

function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let spaced = false;
  let index = 0;
  const push = (kind: Token['kind'], text: string, prefix = false): void => {
    tokens.push({ kind, text, spaced, prefix });
    spaced = false;
  };
  while (index < query.length) {
    const character = query.charAt(index);
    if (/\s/.test(character)) {
      spaced = true;
      index += 1;
    } else if (character === '(' || character === ')') {
      push(character, character);
      index += 1;
    } else if (character === ':') {
      push(':', ':');
      index += 1;
      const comparator = /^(>=|<=|>|<)/.exec(query.slice(index))?.[0] ?? '';
      if (comparator) push('comparator', comparator);
      index += comparator.length;
    } else if (character === '"' || character === "'") {
      const { text, next } = readQuoted(query, index);
      push('quoted', text);
      index = next;
    } else if (character === '-') {
      push('-', '-');
      index += 1;
    } else {
      const { text, next, prefix } = readWord(query, index);
      push('word', text, prefix);
      index = next;
    }
  }
  return tokens;
}

function readQuoted(query: string, start: number): { text: string; next: number } {
  const quote = query.charAt(start);
  let text = '';
  for (let index = start + 1; index < query.length; index += 1) {
    const character = query.charAt(index);
    if (character === quote) return { text, next: index + 1 };
    if (character === '\\' && index + 1 < query.length) index += 1;
    text += query.charAt(index);
  }
  throw new Error('Invalid search query: unbalanced quote');
}

/** A word ends at white space, parentheses, quotes, and at a colon that makes it a field name; `\` takes the next character as it is. */
function readWord(query: string, start: number): { text: string; next: number; prefix: boolean } {
  let text = '';
  let prefix = false;
  let index = start;
  const afterColon = query.charAt(start - 1) === ':' || /[<>=]/.test(query.charAt(start - 1));
  for (; index < query.length; index += 1) {
    const character = query.charAt(index);
    if (/[\s()"']/.test(character) || (character === ':' && !afterColon)) break;
    prefix = character === '*';
    if (character === '\\' && index + 1 < query.length) {
      index += 1;
      text += query.charAt(index);
    } else if (!prefix) text += character;
  }
  return { text, next: index, prefix };
}
