/**
 * Zooms the picture by buttons, by + and - and by the wheel with Ctrl; moves it by dragging as well as by scrolling; and
 * shows on it what `/_sandbox/v1/facts` tells, what went along its edges, and what waits in queues.
 */
export const architectureJs = `
const canvas = document.getElementById('canvas');
const picture = canvas.querySelector('.picture');
const places = JSON.parse(document.getElementById('places').textContent);
const told = document.getElementById('told');
const ways = document.getElementById('ways');

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
/** An alias belongs to its function, a stream to its table; the default bus is no resource. */
const placeOf = (arn) => places[arn] ?? (/:event-bus\\/default$/.test(arn) ? 'default-bus'
  : places[arn?.replace(/(:function:[^:]+):.*$/, '$1').replace(/(:table\\/[^/]+)\\/.*$/, '$1')]);

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
  } else if (fact.fact === 'began' && fact.source) along(placeOf(fact.source), place);
  else if (fact.fact === 'ended' && fact.work.kind !== 'delivery') count(place, 'done');
  else if (fact.fact === 'failed') {
    count(place, 'failed');
    if (fact.source) along(placeOf(fact.source), place, 'broke');
  }
  else if (fact.fact === 'wrote') count(place, 'done');
  else if (fact.fact === 'dead-lettered') {
    count(placeOf(fact.to), 'failed');
    along(place, placeOf(fact.to), 'broke');
  }
  if (/^(matched|began|ended|failed|wrote|dead-lettered)$/.test(fact.fact)) soon ??= setTimeout(() => lookAtEdges().catch(() => {}), 300);
}

// Above all that is drawn, so that no line runs through a number, and nothing that is drawn moves for one.
const numbers = svg('g', 'passes');
picture.querySelector('.graph').append(numbers);
function svg(name, kind, text = '') {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  if (kind) made.classList.add(kind);
  made.textContent = text;
  return made;
}
const nameOf = (id) => (nodes.get(id)?.closest('a')?.getAttribute('aria-label') ?? nodes.get(id)?.textContent.trim());
let soon;
async function lookAtEdges() {
  soon = undefined;
  if (document.visibilityState !== 'visible') return;
  const { edges: all } = await (await fetch('/_sandbox/v1/edges.json', { cache: 'no-store' })).json();
  const sums = new Map();
  for (const { from, to, passed, failed } of all) {
    const drawn = edges.find(({ dataset, classList }) => dataset.from === placeOf(from)
      && known(dataset.to) === placeOf(to) && !classList.contains('calls'));
    const sum = drawn && (sums.get(drawn) ?? { passed: 0, failed: 0 });
    if (sum) sums.set(drawn, { passed: sum.passed + passed, failed: sum.failed + failed });
  }
  numbers.replaceChildren();
  const said = [...sums].map(([edge, sum]) => passesOn(edge, sum));
  // On a phone the picture is small.
  ways.querySelector('ul').replaceChildren(...said.sort().map((text) => {
    const line = document.createElement('li');
    line.textContent = text;
    return line;
  }));
  ways.hidden = said.length === 0;
}
/** At the middle of its line; where its own words or its neighbours are there, near its end; calls near who makes them. @returns the same in words */
function passesOn(edge, { passed, failed }) {
  const path = edge.querySelector('path');
  const crowded = edge.querySelector('text') || nodes.get(edge.dataset.from)?.classList.contains('bus');
  const place = /reads|writes/.test(edge.getAttribute('class')) ? 0.3 : crowded ? 0.8 : 0.5;
  const at = path.getPointAtLength(path.getTotalLength() * place);
  const group = svg('g');
  group.setAttribute('role', 'img');
  const said = [passed > 0 && passed + ' passed', failed > 0 && failed + ' failed'].filter(Boolean).join(', ');
  const text = svg('text');
  text.setAttribute('x', at.x);
  text.setAttribute('y', at.y + 4);
  if (passed > 0) text.append(svg('tspan', '', passed + (failed > 0 ? ' · ' : '')));
  if (failed > 0) text.append(svg('tspan', 'failed', failed + ' failed'));
  const all = nameOf(edge.dataset.from) + ' → ' + nameOf(edge.dataset.to) + ': ' + said;
  group.append(svg('title', '', all), text);
  numbers.append(group);
  const box = text.getBBox();
  const ground = svg('rect');
  for (const side of ['x', 'y', 'width', 'height']) ground.setAttribute(side, box[side]);
  text.before(ground);
  return all;
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
source.addEventListener('open', () => { told.textContent = 'Live.'; lookAtEdges().catch(() => {}); });
source.addEventListener('error', () => { told.textContent = 'The sandbox does not answer; this page goes on when it does.'; });
source.addEventListener('message', ({ data }) => show(JSON.parse(data)));
`;
