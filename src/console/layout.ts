/** The page around each screen. */
import { type Html, html } from './html.js';
import { type Screen, type ScreenName, screenNames } from './screen.js';

export interface Around {
  /** The token, with a slash in front. */
  readonly base: string;
  /** Address of this page as JSON. */
  readonly json: string;
  /** Problems of the mapping files now. */
  readonly problems: number;
}

export const titles: Readonly<Record<ScreenName, string>> = {
  collections: 'Collections',
  query: 'Query',
  problems: 'Problems',
  log: 'Log',
  claims: 'Claims',
};

/** A whole page. Without a script it shows the same; the script only keeps it up to date. */
export function pageOf({ name, title, command, body }: Screen, { base, json, problems }: Around): string {
  const link = (each: ScreenName): Html =>
    html`<li><a href="${base}/${each}"${each === name ? html` aria-current="page"` : undefined}>${titles[each]}${each === 'problems' && problems > 0 ? html` <span class="count">${problems}</span>` : undefined}</a></li>`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title} · console</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}/console.css">
<script type="module" src="${base}/console.js"></script>
</head>
<body data-events="${base}/events">
<a class="skip" href="#main">Skip to the content</a>
<header>
<nav aria-label="Screens" id="screens"><ul>${screenNames.map(link)}</ul></nav>
</header>
<main id="main" tabindex="-1">
<h1>${title}</h1>
${body}
</main>
<footer id="same">
<h2>The same elsewhere</h2>
${commandBlock('Command line', command)}
<p><a href="${json}">As JSON</a></p>
</footer>
<p id="said" role="status"></p>
</body>
</html>
`;
  return page.html;
}

/** A text to copy, with its name. */
export function commandBlock(name: string, text: string): Html {
  return html`<figure class="copy"><figcaption>${name}</figcaption><pre tabindex="0" aria-label="${name}"><code>${text}</code></pre></figure>`;
}

/** A table that may be wider than the page: it is moved by itself. */
export function wideTable(name: string, head: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="wide" role="region" tabindex="0" aria-label="${name}"><table><thead><tr>${head.map((each) => html`<th scope="col">${each}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
