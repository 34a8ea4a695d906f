/** The console's style sheet, paper and ink with one yellow, as in the application that it came with: light and dark, one column on a phone. */
export const consoleCss = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f4ee, #121514); --card: light-dark(#fffefb, #1b1f1e); --soft: light-dark(#ebe8df, #252a29);
  --line: light-dark(#dad6ca, #343a38); --line-strong: light-dark(#8b887d, #7c8481);
  --text: light-dark(#1b2120, #eeece5); --muted: light-dark(#565b57, #a9afab);
  --accent: light-dark(#f4b81f, #f6c445); --link: light-dark(#0e5b56, #7fd1c7);
  --strong: light-dark(#1b2120, #f6c445); --on-strong: light-dark(#fffefb, #1b2120);
  --bad: light-dark(#a3271b, #ff9d8f); --bad-paper: light-dark(#fbe9e4, #3a1f1b);
  --good: light-dark(#1d6a45, #83d3a5); --good-paper: light-dark(#e3f0e8, #16301f);
  --busy: light-dark(#765500, #f6c445); --busy-paper: light-dark(#fdf1d0, #352c12);
  --focus: light-dark(#0e5b56, #f6c445);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 var(--font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif); }
header {
  display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; padding: .75rem 1.25rem;
  background: var(--card); border-bottom: 3px solid var(--accent);
}
header .name { font-weight: 750; letter-spacing: -.025em; color: inherit; text-decoration: none; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
nav a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
.notice { padding: .6rem 1.25rem; border-bottom: 1px solid var(--line); }
.notice.bad { background: var(--bad-paper); color: var(--bad); }
.notice.good { background: var(--good-paper); color: var(--good); }
main { max-width: 60rem; margin: 0 auto; padding: 1.25rem; }
main.full { max-width: 90rem; }
h1 { font-size: 1.5rem; margin: .5rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 0 0 .6rem; }
h3 { font-size: 1rem; margin: 0 0 .2rem; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.muted { color: var(--muted); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; margin: 0 0 1rem; }
.card.bad { background: var(--bad-paper); border-color: var(--bad); }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); align-items: start; }
.cards .card { margin: 0; min-width: 0; }
.wide { grid-column: 1 / -1; }
.beside { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); align-items: start; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem 1rem; margin: 0; }
dl.card { margin: 0 0 1rem; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
ul { margin: 0; padding-left: 1.1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; vertical-align: top; }
th { color: var(--muted); font-weight: 500; overflow-wrap: normal; }
td.number, th.number { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; white-space: nowrap; }
.dense { font-size: .875rem; }
.dense td, .dense th { padding: .2rem .75rem .2rem 0; }
.scroll { overflow-x: auto; }
.scroll .many { min-width: 52rem; }
.dense th, time { white-space: nowrap; }
.dense td.number, .dense th.number { padding-right: .75rem; }
time, .id { font-variant-numeric: tabular-nums; }
.id { font-family: ui-monospace, monospace; font-size: .8125rem; overflow-wrap: anywhere; }
.badge { display: inline-block; padding: 0 .5rem; border-radius: 999px; font-size: .8125rem; font-weight: 600; background: var(--soft); white-space: nowrap; }
.badge.good { background: var(--good-paper); color: var(--good); }
.badge.bad { background: var(--bad-paper); color: var(--bad); }
.badge.busy { background: var(--busy-paper); color: var(--busy); }
.why { margin: .3rem 0; color: var(--bad); overflow-wrap: anywhere; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: .875rem/1.5 ui-monospace, monospace; }
code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
.code { background: var(--soft); border-radius: 8px; padding: .75rem 1rem; min-width: 0; }
button, input, select, textarea, .button {
  font: inherit; color: inherit; border-radius: 999px; border: 1px solid var(--line-strong); padding: .3rem .9rem; background: var(--card);
}
textarea { border-radius: 10px; padding: .75rem 1rem; font: .875rem/1.5 ui-monospace, monospace; width: 100%; }
button, .button { cursor: pointer; font-weight: 600; text-decoration: none; }
button:hover, .button:hover { background: var(--soft); }
button.primary { background: var(--strong); color: var(--on-strong); border-color: transparent; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 0 0 1rem; }
form input, form select { flex: 1 1 14rem; min-width: 0; }
form input[type=number] { flex: 0 1 5rem; }
form.small { display: inline-flex; margin: 0 .5rem .4rem 0; }
form.stacked { display: grid; justify-items: start; }
.actions { margin-top: .6rem; }
.plain { list-style: none; padding: 0; }
.plain li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; justify-content: space-between; padding: .3rem 0; border-top: 1px solid var(--line); }
.plain form { margin-bottom: 0; }
.tools input { flex: 1 1 14rem; min-width: 0; }
summary { cursor: pointer; }
summary .id { word-break: break-all; }
.mail { padding: 0; overflow: hidden; }
.mail summary { padding: .85rem 1.25rem; display: grid; gap: .1rem; list-style: none; }
.mail summary::-webkit-details-marker { display: none; }
.mail summary strong { overflow-wrap: anywhere; }
.mail[open] summary { border-bottom: 1px solid var(--line); }
.mail .body { padding: 1rem 1.25rem; display: grid; gap: .9rem; }
.mail iframe { width: 100%; height: 24rem; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
.shown { max-width: 100%; max-height: 20rem; border-radius: 8px; background: var(--soft); }
.codes { display: flex; flex-wrap: wrap; gap: .5rem; }
.codes code { font-size: 1.05rem; letter-spacing: .08em; }
.tabs, .tools { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 0 0 .75rem; }
.tabs a { padding: .3rem .8rem; border: 1px solid var(--line); border-radius: 999px; background: var(--card); text-decoration: none; }
.tabs a[aria-current] { background: var(--strong); color: var(--on-strong); border-color: transparent; }
.canvas { overflow: auto; max-height: 80vh; border: 1px solid var(--line); border-radius: 10px; cursor: grab; }
.canvas.dragged { cursor: grabbing; user-select: none; }
.canvas .picture { display: block; height: auto; margin: 0 auto; }
.picture a:hover text { text-decoration: underline; }
.picture a:focus-visible { outline: 3px solid var(--focus); }
.picture .count { font-weight: 600; text-anchor: end; font-size: 11px; fill: var(--link); }
.picture .passes text { font-weight: 600; text-anchor: middle; font-size: 12px; fill: var(--link); }
.picture .passes rect { fill: var(--card); opacity: .85; }
.picture .passes .failed { fill: var(--bad); }
.picture .moved > path, .picture .moved > polygon { stroke: var(--link) !important; stroke-width: 3 !important; }
.picture .broke > path, .picture .broke > polygon { stroke: #d1341f !important; stroke-width: 3 !important; }
.story { list-style: none; margin: 0; padding: 0; }
.story > li { border-bottom: 1px solid var(--line); padding: .2rem 0; }
.story .line { display: grid; grid-template-columns: 5.5rem 7rem minmax(11rem, 1fr) minmax(8rem, 1.4fr); gap: 0 .75rem; align-items: center; }
.lanes { margin-bottom: 1rem; }
.lanes > li { display: grid; grid-template-columns: 13.25rem minmax(0, 1fr); gap: 0 .75rem; align-items: center; }
.story .at { text-align: right; font-variant-numeric: tabular-nums; color: var(--muted); font-size: .8125rem; }
.story .what { overflow-wrap: anywhere; }
.story .bar { width: 100%; height: 1rem; background: var(--soft); border-radius: 3px; }
.story .ran { fill: var(--link); }
.story .cold { fill: var(--busy); }
.story .waited { fill: var(--line-strong); }
.story .broken { fill: var(--bad); }
.story .point { fill: var(--accent); stroke: var(--text); vector-effect: non-scaling-stroke; }
.story details { margin: 0 0 0 6.25rem; font-size: .8125rem; color: var(--muted); }
.story details[open] { color: inherit; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .875rem; color: var(--muted); margin: 0 0 .75rem; }
.legend svg { width: .8rem; height: .8rem; }
@media (max-width: 44rem) {
  main { padding: .75rem; }
  .story .line { grid-template-columns: 4.5rem minmax(0, 1fr); }
  .lanes > li { grid-template-columns: minmax(0, 1fr); }
  .story .bar, .story .what { grid-column: 1 / -1; }
  .story details { margin-left: 0; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: .4rem; }
}
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
