/** The console's style sheet: system fonts, light and dark, one column on a phone. */
export const consoleCss = `
:root {
  --ground: #f6f7f9; --card: #fff; --text: #1a1d23; --muted: #5b6472; --line: #dde1e7; --accent: #0b5fd3;
  --accent-text: #fff; --soft: #eef2f8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14161a; --card: #1d2026; --text: #e8eaee; --muted: #a0a8b5; --line: #333842; --accent: #7db2ff;
    --accent-text: #0b1220; --soft: #262b34;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header {
  display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; padding: .75rem 1.25rem;
  background: var(--card); border-bottom: 1px solid var(--line);
}
header .name { font-weight: 650; color: inherit; text-decoration: none; }
nav { display: flex; gap: 1.25rem; }
main { max-width: 60rem; margin: 0 auto; padding: 1.25rem; }
main.full { max-width: none; }
h1 { font-size: 1.5rem; margin: .5rem 0 1rem; }
h2 { font-size: 1.05rem; margin: 0 0 .6rem; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.muted { color: var(--muted); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; margin: 0 0 1rem; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); align-items: start; }
.cards .card { margin: 0; min-width: 0; }
.wide { grid-column: 1 / -1; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem 1rem; margin: 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
ul { margin: 0; padding-left: 1.1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--muted); font-weight: 500; overflow-wrap: normal; }
td.number, th.number { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: .875rem/1.5 ui-monospace, monospace; }
.code { background: var(--soft); border-radius: 8px; padding: .75rem 1rem; }
button, input { font: inherit; color: inherit; border-radius: 8px; border: 1px solid var(--line); padding: .4rem .8rem; background: var(--card); }
button { cursor: pointer; background: var(--accent); color: var(--accent-text); border-color: transparent; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 0 0 1rem; }
form input { flex: 1 1 14rem; min-width: 0; }
.mail { padding: 0; overflow: hidden; }
.mail summary { cursor: pointer; padding: .85rem 1.25rem; display: grid; gap: .1rem; list-style: none; }
.mail summary::-webkit-details-marker { display: none; }
.mail summary strong { overflow-wrap: anywhere; }
.mail[open] summary { border-bottom: 1px solid var(--line); }
.mail .body { padding: 1rem 1.25rem; display: grid; gap: .9rem; }
.mail iframe { width: 100%; height: 24rem; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
.codes { display: flex; flex-wrap: wrap; gap: .5rem; }
.tabs, .tools { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0 0 .75rem; }
.tabs a { padding: .3rem .8rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); text-decoration: none; }
.tabs a[aria-current] { background: var(--accent); color: var(--accent-text); border-color: transparent; }
.canvas { overflow: auto; max-height: 80vh; border: 1px solid var(--line); border-radius: 10px; cursor: grab; }
.canvas.dragged { cursor: grabbing; user-select: none; }
.canvas .picture { display: block; height: auto; margin: 0 auto; }
.picture .badge { font-weight: 600; text-anchor: end; font-size: 11px; fill: var(--accent); }
.picture .moved > path, .picture .moved > polygon { stroke: var(--accent) !important; stroke-width: 3 !important; }
.picture .broke > path, .picture .broke > polygon { stroke: #d1341f !important; stroke-width: 3 !important; }
.codes code { font-size: 1.05rem; letter-spacing: .08em; }
`;

/** Copies codes, and puts new mails on top while the page is seen; mails that are open stay open. */
export const mailboxJs = `
document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-code]');
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.code);
  const label = button.querySelector('span');
  label.textContent = 'Copied';
  setTimeout(() => { label.textContent = 'Copy'; }, 1500);
});

const list = document.getElementById('mails');
const news = document.getElementById('news');
let known = list.dataset.version;

async function look() {
  if (document.visibilityState !== 'visible') return;
  const answer = await fetch('/_sandbox/mailbox/version', { cache: 'no-store' });
  const version = await answer.text();
  if (version === known) return;
  known = version;
  const text = await (await fetch(location.href, { cache: 'no-store' })).text();
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  const added = [...fresh.querySelectorAll('.mail')].filter((mail) => !document.getElementById(mail.id));
  if (added.length === 0) return;
  document.getElementById('empty')?.remove();
  list.prepend(...added);
  news.textContent = added.length === 1 ? '1 new mail' : added.length + ' new mails';
}
setInterval(() => { look().catch(() => {}); }, 1500);
document.addEventListener('visibilitychange', () => { look().catch(() => {}); });
`;
