/**
 * Zooms the picture by buttons, by + and - and by the wheel with Ctrl; moves it by dragging as well as by scrolling; and
 * shows on it what `/_sandbox/v1/facts` tells, and what waits in queues.
 */
export const architectureJs = `
const canvas = document.getElementById('canvas');
const picture = canvas.querySelector('.picture');
const places = JSON.parse(document.getElementById('places').textContent);
const told = document.getElementById('told');

const natural = picture.viewBox.baseVal.width * 1.25;
const fitting = () => Math.min(natural, canvas.clientWidth);
let width = fitting();
const resize = (to) => {
  width = Math.min(Math.max(to, fitting() / 2), natural * 4);
  picture.style.width = width + 'px';
};
resize(width);
const zoom = (factor) => resize(factor === 0 ? fitting() : width * factor);
for (const button of document.querySelectorAll('[data-zoom]'))
  button.addEventListener('click', () => zoom(Number(button.dataset.zoom)));
canvas.addEventListener('keydown', (event) => {
  if (event.key === '+' || event.key === '=') zoom(1.25);
  else if (event.key === '-') zoom(0.8);
  else if (event.key === '0') zoom(0);
});
canvas.addEventListener('wheel', (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1);
}, { passive: false });
let dragged = 0;
canvas.addEventListener('dragstart', (event) => event.preventDefault());
// Who has moved the picture has not meant the node below the pointer.
canvas.addEventListener('click', (event) => { if (dragged > 4) event.preventDefault(); }, true);
canvas.addEventListener('pointerdown', ({ pointerType, buttons }) => {
  dragged = 0;
  if (pointerType === 'mouse' && buttons === 1) canvas.classList.add('dragged');
});
addEventListener('pointerup', () => canvas.classList.remove('dragged'));
canvas.addEventListener('pointermove', ({ movementX, movementY }) => {
  if (!canvas.classList.contains('dragged')) return;
  dragged += Math.abs(movementX) + Math.abs(movementY);
  canvas.scrollBy(-movementX, -movementY);
});

const nodes = new Map();
for (const node of picture.querySelectorAll('[data-node]')) nodes.set(node.dataset.node, node);
const edges = [...picture.querySelectorAll('[data-from]')];
const known = (id) => id?.replace(/ takes$/, '');
/** An alias belongs to its function. */
const placeOf = (arn) => places[arn] ?? places[arn?.replace(/(:function:[^:]+):.*$/, '$1')];

function flash(element, how) {
  element.classList.remove(how);
  element.getBoundingClientRect();
  element.classList.add(how);
  setTimeout(() => element.classList.remove(how), 1200);
}
const counts = new Map();
function count(place, what) {
  const node = nodes.get(place);
  if (!node) return;
  if (/queue|dead-letters/.test(node.getAttribute('class'))) return flash(node, what === 'failed' ? 'broke' : 'moved');
  const numbers = counts.get(place) ?? { done: 0, failed: 0 };
  numbers[what] += 1;
  counts.set(place, numbers);
  flash(node, what === 'failed' ? 'broke' : 'moved');
  badge(node, numbers.failed === 0 ? numbers.done : numbers.done + ' · ' + numbers.failed + ' failed');
}
// Beside the link that a node may be, which is named by what stands in it.
const badges = new Map();
function badge(node, text) {
  let told = badges.get(node);
  if (!told) {
    const box = node.getBBox();
    told = document.createElementNS('http://www.w3.org/2000/svg', 'text');
    told.classList.add('count');
    told.setAttribute('x', box.x + box.width);
    told.setAttribute('y', box.y - 2);
    (node.closest('a') ?? node).after(told);
    badges.set(node, told);
  }
  told.textContent = text;
}
function along(from, to, how = 'moved') {
  for (const edge of edges)
    if ((from === undefined || known(edge.dataset.from) === from) && known(edge.dataset.to) === to) flash(edge, how);
}

function show(fact) {
  const place = placeOf(fact.target);
  if (fact.fact === 'accepted' && fact.work.kind === 'event') count(place, 'done');
  else if (fact.fact === 'matched') {
    const rule = placeOf(fact.ruleArn);
    for (const bus of picture.querySelectorAll('.bus')) along(bus.dataset.node, rule);
    along(rule, place);
  } else if (fact.fact === 'began' && fact.work.kind === 'batch' && nodes.get(place)?.classList.contains('function')) {
    for (const kind of ['queue', 'table'])
      for (const source of picture.querySelectorAll('.' + kind)) along(source.dataset.node, place);
  } else if (fact.fact === 'ended' && fact.work.kind !== 'delivery') count(place, 'done');
  else if (fact.fact === 'failed') count(place, 'failed');
  else if (fact.fact === 'wrote') count(place, 'done');
  else if (fact.fact === 'dead-lettered') {
    count(placeOf(fact.to), 'failed');
    along(place, placeOf(fact.to), 'broke');
  }
}

const queues = Object.entries(places).filter(([arn]) => arn.startsWith('arn:aws:sqs:'));
async function lookAtQueues() {
  if (document.visibilityState !== 'visible' || queues.length === 0) return;
  const { queues: now } = await (await fetch('/_sandbox/v1/queues.json', { cache: 'no-store' })).json();
  const waiting = new Map(now.map(({ name, visible, inFlight }) => [name, visible + inFlight]));
  for (const [arn, place] of queues) {
    const node = nodes.get(place);
    const count = waiting.get(arn.split(':').at(-1)) ?? 0;
    if (node && (count > 0 || badges.has(node))) badge(node, count > 0 ? count + ' waiting' : '');
  }
}
const looking = () => lookAtQueues().catch(() => {});
setInterval(looking, 2000);
looking();

const source = new EventSource('/_sandbox/v1/facts');
source.addEventListener('open', () => { told.textContent = 'Live.'; });
source.addEventListener('error', () => { told.textContent = 'The sandbox does not answer; this page goes on when it does.'; });
source.addEventListener('message', ({ data }) => show(JSON.parse(data)));
`;
