/** Shows a page's live parts anew when something has happened, without losing what is open, focused or filtered. */
export const liveJs = `
const told = document.getElementById('told');

function filter() {
  for (const input of document.querySelectorAll('[data-filter]')) {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const rows = document.querySelectorAll('#' + input.dataset.filter + ' tbody tr');
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  }
}
document.addEventListener('input', ({ target }) => { if (target.dataset?.filter) filter(); });
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
  const input = document.querySelector('[data-filter]');
  if (input) { event.preventDefault(); input.focus(); }
});

const keyOf = (element) => element.id || element.querySelector('summary')?.textContent;
// What is open is the reader's, not the page's.
function closed(part) {
  const copy = part.cloneNode(true);
  for (const details of copy.querySelectorAll('details')) details.removeAttribute('open');
  return copy.innerHTML;
}
function selected() {
  const selection = getSelection();
  return selection && !selection.isCollapsed ? selection.anchorNode : undefined;
}
let timer;
async function look() {
  timer = undefined;
  if (document.visibilityState !== 'visible') return;
  const text = await (await fetch(location.href, { cache: 'no-store' })).text();
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.querySelector('[data-live="' + part.dataset.live + '"]');
    if (!next || closed(next) === closed(part)) continue;
    // Somebody is about to press something in it, or is copying from it.
    const used = [document.activeElement, selected()].some((node) => node && part !== node && part.contains(node));
    if (used) { soon(); continue; }
    const open = new Set([...part.querySelectorAll('details[open]')].map(keyOf));
    part.replaceChildren(...next.childNodes);
    for (const details of part.querySelectorAll('details')) if (open.has(keyOf(details))) details.open = true;
  }
  filter();
}
const soon = () => { timer ??= setTimeout(() => look().catch(() => {}), 400); };
document.addEventListener('visibilitychange', soon);

const source = new EventSource('/_sandbox/v1/facts');
source.addEventListener('open', () => { if (told) told.textContent = 'Live.'; soon(); });
source.addEventListener('error', () => {
  if (told) told.textContent = 'The sandbox does not answer; this page goes on when it does.';
});
source.addEventListener('message', soon);
// What is reloaded or cannot be built is no fact.
setInterval(soon, 3000);
filter();
`;
