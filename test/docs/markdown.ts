/** The project's Markdown pages and the code blocks in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Block {
  /** `README.md:40`, for messages. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
  /** The text of the HTML comment on the line before it; empty without one. */
  readonly marker: string;
  /** Where `text` stands in the page. */
  readonly start: number;
}

/** Written by hand or generated, but not the pages of the single dialects. Paths from the root. */
export function pages(): readonly string[] {
  const below = (folder: string): readonly string[] =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name));
  return [...below('.'), ...below('docs')].sort();
}

export function readPage(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

const fence = /(?:^<!-- ([^\n]*?) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm;

export function blocksOf(page: string, text = readPage(page)): readonly Block[] {
  return [...text.matchAll(fence)].map((found) => {
    const [whole, marker = '', language = '', content = ''] = found;
    const start = found.index + whole.length - content.length - '```'.length;
    const line = text.slice(0, start).split('\n').length;
    return { place: `${page}:${line}`, language, text: content, marker, start };
  });
}

const withoutCode = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```$/gm, '');

/** The sections of a page by the anchors of their headings, as they are spelled in addresses: a heading that comes again has a number. */
export function sectionsOf(page: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  for (const part of withoutCode(readPage(page)).split(/^(?=#{1,6} )/m)) {
    const heading = /^#{1,6} (.+)$/m.exec(part)?.[1];
    if (heading === undefined) continue;
    const anchor = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .replace(/ /g, '-');
    let again = 0;
    while (sections.has(again === 0 ? anchor : `${anchor}-${again}`)) again += 1;
    sections.set(again === 0 ? anchor : `${anchor}-${again}`, part);
  }
  return sections;
}
