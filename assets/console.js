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

/** Where the focus is, in a form that may be another one by now. */
function keepFocus(form, change) {
  const { activeElement: focused } = document;
  const alike = (of) => [...of.querySelectorAll(`[name="${focused.name}"]`)];
  const place = form.contains(focused) && focused.name ? alike(form).indexOf(focused) : -1;
  change();
  if (place >= 0) alike(document.getElementById('query'))[place]?.focus();
}

let waiting;
let asked = new AbortController();

function follow({ type, target }) {
  clearTimeout(waiting);
  waiting = setTimeout(
    () => showPlan(type === 'change' && target.name !== 'value'),
    type === 'change' ? 0 : 250,
  );
}

/** @param anew other fields and operators may be offered now */
async function showPlan(anew) {
  const form = document.getElementById('query');
  const state = stateOf(form);
  asked.abort();
  asked = new AbortController();
  try {
    const page = await pageAt(`?${state}`, asked.signal);
    // What was written meanwhile must not be lost.
    if (stateOf(form) !== state) return;
    take(page, ['plan', 'copies', 'same']);
    if (anew) keepFocus(form, () => take(page, ['query']));
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
