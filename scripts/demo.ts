import { parseArgs } from 'node:util';
import { eventually } from '@shutterbus/testing/eventually';
import { call, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { type SceneName, type ShapeName, sceneLike } from '@shutterbus/testing/scenes';
import { command, misuse } from './lib/command.ts';
import { runningSandbox } from './lib/running-sandbox.ts';

/**
 * npm run demo: fills the running app with a small world: eight people, forty photos with tags, faces, who follows whom, likes and
 * comments. The pictures are drawn here. Each run makes new people, so it can be repeated. One after the other, so that a slow machine only takes
 * longer.
 */
command('npm run demo [-- --people 8] [--correlation-id <id>]');
const { values } = parseArgs({
  options: {
    /** Correlation id of the first upload, to find it in the logs again. */
    'correlation-id': { type: 'string', default: `demo-${Date.now()}` },
    /** So many of the eight, each with five photos. */
    people: { type: 'string' },
  },
});

type Picture = [title: string, scene: SceneName | 'hills', shape: ShapeName];
const everybody: [name: string, pictures: Picture[]][] = [
  [
    'Anna',
    [
      ['Harbour, early', 'sea', 'panorama'],
      ['First snow', 'aurora', 'portrait'],
      ['The long way home', 'hills', 'landscape'],
      ['Sea glass', 'sea', 'square'],
      ['Dusk over the yard', 'hills', 'landscape'],
    ],
  ],
  [
    'Ben',
    [
      ['Ninth floor', 'city', 'portrait'],
      ['Last tram', 'city', 'landscape'],
      ['Skyline, all of it', 'city', 'panorama'],
      ['Half past rain', 'hills', 'landscape'],
      ['Moon over the quarry', 'moonlight', 'square'],
    ],
  ],
  [
    'Carla',
    [
      ['Beach from above', 'umbrellas', 'square'],
      ['Too many umbrellas', 'umbrellas', 'landscape'],
      ['Low tide', 'sea', 'landscape'],
      ['Shade, please', 'umbrellas', 'portrait'],
      ['Where the sand ends', 'dunes', 'panorama'],
    ],
  ],
  [
    'Dario',
    [
      ['Wind did this', 'dunes', 'landscape'],
      ['Noon', 'dunes', 'square'],
      ['No shadow for miles', 'dunes', 'portrait'],
      ['Stars, finally', 'aurora', 'panorama'],
      ['Camp', 'moonlight', 'landscape'],
    ],
  ],
  [
    'Elif',
    [
      ['Rows', 'tulips', 'landscape'],
      ['Rows, upright', 'tulips', 'portrait'],
      ['April', 'tulips', 'panorama'],
      ['Up at five', 'balloons', 'landscape'],
      ['Company', 'balloons', 'square'],
    ],
  ],
  [
    'Finn',
    [
      ['Fog came in', 'forest', 'portrait'],
      ['Spruce', 'forest', 'landscape'],
      ['Amber hour', 'forest', 'square'],
      ['Clearing', 'forest', 'panorama'],
      ['The valley behind', 'hills', 'landscape'],
    ],
  ],
  [
    'Grace',
    [
      ['Green night', 'aurora', 'landscape'],
      ['It moved', 'aurora', 'square'],
      ['Lake, ten below', 'moonlight', 'portrait'],
      ['Lake, still', 'moonlight', 'panorama'],
      ['Lights on', 'city', 'square'],
    ],
  ],
  [
    'Hugo',
    [
      ['Take-off', 'balloons', 'portrait'],
      ['All of them', 'balloons', 'panorama'],
      ['Market day', 'umbrellas', 'landscape'],
      ['Open water', 'sea', 'portrait'],
      ['Back by dusk', 'hills', 'landscape'],
    ],
  ],
];

const count = Number(values.people ?? everybody.length);
if (!Number.isInteger(count) || count < 3 || count > everybody.length)
  misuse(`--people is a number from 3, since each follows the next two, to ${everybody.length}`);
const world = everybody.slice(0, count);

/** The tags of each kind of picture, in its description. */
const tags: Record<SceneName | 'hills', string> = {
  sea: '#sea #harbour',
  city: '#city #night',
  forest: '#forest #fog',
  dunes: '#desert #sand',
  tulips: '#flowers #spring',
  moonlight: '#night #lake',
  umbrellas: '#beach #colour',
  aurora: '#night #snow',
  balloons: '#sky #colour',
  hills: '#road #evening',
};
const comments = [
  'What a light.',
  'I was there once.',
  'This one stays with me.',
  'Worth every stop.',
  'Again, please.',
];

const site = await runningSandbox();
const total = world.reduce((sum, [, pictures]) => sum + pictures.length, 0);
const people: Person[] = [];
for (const [name] of world) {
  people.push(await Person.join(site, name));
  console.log(`${people.length} of ${world.length} people: ${name} has joined`);
}

// Each follows the next two, and everybody the first.
for (const [index, person] of people.entries()) {
  const others = new Set([
    people[0],
    people[(index + 1) % people.length],
    people[(index + 2) % people.length],
  ]);
  for (const other of others)
    if (other && other !== person) await person.put(`/v1/users/${other.handle}/follow`);
}
console.log('They follow one another');

// By turns, so that the newest photos are not all of one person; the first first, whose way the tutorial follows.
let sent = 0;
const shown: { id: string; title: string; index: number }[] = [];
for (let turn = 0; turn < 5; turn += 1) {
  for (const [index, [, pictures]] of world.entries()) {
    const [person, picture] = [people[index], pictures[turn]];
    if (!person || !picture) continue;
    const [title, scene, shape] = picture;
    const seed = turn * world.length + index + 1;
    const bytes = scene === 'hills' ? await photoLike(2, seed) : await sceneLike(scene, shape, seed);
    sent += 1;
    // A client may give one id to all requests of one action: this page greets its user, then sends the photo.
    const correlationId = `${values['correlation-id']}-${sent}`;
    await person.staySignedIn();
    await call(site, 'GET', '/v1/users/me', undefined, person.accessToken, correlationId);
    const photo = await person.upload(
      bytes,
      { title, description: tags[scene], visibility: 'public' },
      correlationId,
    );
    shown.push({ id: photo.id, title, index });
    console.log(`${sent} of ${total} photos: ${title}, by ${person.displayName}`);
  }
}
// The two before somebody follow them: they like what they see, and one says so.
for (const [place, { id, title, index }] of shown.entries()) {
  for (const step of [1, 2].slice(0, 1 + (place % 2))) {
    const fan = people[(index + people.length - step) % people.length];
    await fan?.staySignedIn();
    await eventually(async () => {
      const answer = await fan?.put(`/v1/media/${id}/like`);
      if (answer?.status !== 204) throw new Error(`${title} cannot be liked yet: ${answer?.status}`);
    });
    // Seen by others now, so it can stand for its owner; the oldest of each does.
    if (place < people.length) await people[index]?.put('/v1/media/avatar', { mediaId: id });
    if (step === 1) await fan?.post(`/v1/media/${id}/comments`, { text: comments[place % comments.length] });
  }
  if ((place + 1) % 10 === 0) console.log(`${place + 1} of ${total} photos have likes and a comment`);
}

for (const { displayName, email, password } of people)
  console.log(`${displayName.padEnd(6)}  ${email}  ${password}`);
console.log(`\n${total} photos at ${site.webUrl}`);
console.log(`The way of one of them through all logs: npm run trace -- ${values['correlation-id']}-1`);
