// Keeps an open page up to date. Without it each page shows the same when it is loaded.

const said = document.getElementById('said');
const say = (text) => {
  said.textContent = text;
};

async function pageAt(address, signal) {
  const answer = await fetch(address, { signal, headers: { accept: 'text/html' } });
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

/** Puts parts of another page in place of those of the same id here. */
function take(page, ids) {
  for (const id of ids) {
    const next = page.getElementById(id);
    document.getElementById(id)?.replaceWith(...(next ? [next] : []));
  }
  addCopyButtons();
}

// Texts to copy.

function addCopyButtons() {
  for (const figure of document.querySelectorAll('figure.copy:not(:has(button))')) {
    const name = figure.querySelector('figcaption').textContent;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', `Copy: ${name}`);
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(figure.querySelector('code').textContent);
        say(`Copied: ${name}`);
      } catch {
        say('The browser does not allow that');
      }
    });
    figure.querySelector('figcaption').append(' ', button);
  }
}

// The form of the Query screen: the plan follows what is written.

const stateOf = (form) => String(new URLSearchParams(new FormData(form)));

/** Where the focus and the caret are stays so, in a form that is another one by now. */
function keepFocus(form, change) {
  const { activeElement: focused } = document;
  const alike = (of) => [...of.querySelectorAll(`[name="${focused.name}"]`)];
  const place = form.contains(focused) && focused.name ? alike(form).indexOf(focused) : -1;
  change();
  const now = place < 0 ? undefined : alike(document.getElementById('query'))[place];
  now?.focus();
  if (now?.matches('input:not([type=checkbox]), textarea'))
    now.setSelectionRange(focused.selectionStart, focused.selectionEnd);
}

let waiting;
let asked = new AbortController();
/** Other fields and operators may be offered now. */
let anew = false;

function follow({ type, target }) {
  clearTimeout(waiting);
  anew ||= type === 'change' && target.name !== 'value';
  waiting = setTimeout(showPlan, type === 'change' ? 0 : 250);
}

async function showPlan() {
  const state = stateOf(document.getElementById('query'));
  asked.abort();
  asked = new AbortController();
  try {
    const page = await pageAt(`?${state}`, asked.signal);
    // What was written meanwhile must not be lost; it is shown soon.
    const form = document.getElementById('query');
    if (stateOf(form) !== state) return;
    take(page, ['plan', 'copies', 'same']);
    if (anew) keepFocus(form, () => take(page, ['query']));
    anew = false;
    history.replaceState(null, '', `?${state}`);
  } catch (error) {
    if (error.name !== 'AbortError') say('The service does not answer');
  }
}

document.addEventListener('input', (event) => {
  if (event.target.form?.id === 'query') follow(event);
});
document.addEventListener('change', (event) => {
  if (event.target.form?.id === 'query') follow(event);
});

// Problems, requests and claims as they come.

let due;
if (document.getElementById('shown'))
  new EventSource(document.body.dataset.events).addEventListener('message', () => {
    clearTimeout(due);
    due = setTimeout(async () => {
      try {
        take(await pageAt(location.href), ['shown', 'screens']);
        say('Up to date');
      } catch {
        say('The service does not answer');
      }
    }, 100);
  });

addCopyButtons();
