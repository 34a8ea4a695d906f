import { parseArgs } from 'node:util';
import { eventually } from '@shutterbus/testing/eventually';
import { call, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { command } from './lib/command.ts';
import { runningSandbox } from './lib/running-sandbox.ts';

/**
 * npm run demo: fills the running app with two people, a few photos with tags, and one who follows the other, likes what there is and says so. The pictures are
 * made here. Each run makes new people, so it can be repeated.
 */
command('npm run demo [-- --correlation-id <id>]');
const { values } = parseArgs({
  options: {
    /** Correlation id of the first upload, to find it in the logs again. */
    'correlation-id': { type: 'string', default: `demo-${Date.now()}` },
  },
});
const site = await runningSandbox();

const [anna, ben] = await Promise.all([Person.join(site, 'Anna'), Person.join(site, 'Ben')]);
await ben.put(`/v1/users/${anna.handle}/follow`);

const pictures = [
  ['Harbour, early', 'Before the first ferry. #harbour #morning', 'I can hear the gulls.'],
  ['First snow', 'It did not stay. #snow #morning', 'Ours is gone already.'],
  ['The long way home', 'By bus, of course. #road', 'Worth every stop.'],
  ['Sea glass', 'A pocketful. #sea #harbour', 'The green ones!'],
  ['Dusk over the yard', '#evening', 'What a light.'],
  ['Half past rain', 'Ten minutes later it was dry. #rain #road', 'I was there, without an umbrella.'],
] as const;
await Promise.all(
  pictures.map(async ([title, description, comment], index) => {
    const bytes = await photoLike(3, index + 1);
    // A client may give one id to all requests of one action: this page greets its user, then sends the photo.
    const correlationId = `${values['correlation-id']}-${index + 1}`;
    await call(site, 'GET', '/v1/users/me', undefined, anna.accessToken, correlationId);
    const photo = await anna.upload(bytes, { title, description, visibility: 'public' }, correlationId);
    await eventually(async () => {
      const { status } = await ben.put(`/v1/media/${photo.id}/like`);
      if (status !== 204) throw new Error(`${title} cannot be liked yet: ${status}`);
    });
    await ben.post(`/v1/media/${photo.id}/comments`, { text: comment });
  }),
);

console.log(`${anna.displayName}  ${anna.email}  ${anna.password}`);
console.log(`${ben.displayName}   ${ben.email}  ${ben.password}  (follows ${anna.handle})`);
console.log(`\n${pictures.length} photos at ${site.webUrl}`);
console.log(`The way of one of them through all logs: npm run trace -- ${values['correlation-id']}-1`);
