import { parseArgs } from 'node:util';
import { call, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { command } from './lib/command.ts';
import { runningSandbox } from './lib/running-sandbox.ts';

/**
 * npm run demo: fills the running app with two people, a few photos, and one who follows the other. The pictures are
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

const titles = [
  'Harbour, early',
  'First snow',
  'The long way home',
  'Sea glass',
  'Dusk over the yard',
  'Half past rain',
];
await Promise.all(
  titles.map(async (title, index) => {
    const bytes = await photoLike(3, index + 1);
    // A client may give one id to all requests of one action: this page greets its user, then sends the photo.
    const correlationId = `${values['correlation-id']}-${index + 1}`;
    await call(site, 'GET', '/v1/users/me', undefined, anna.accessToken, correlationId);
    const photo = await anna.upload(bytes, { title, visibility: 'public' }, correlationId);
    await anna.photoWithStatus(photo.id, 'ready');
  }),
);

console.log(`${anna.displayName}  ${anna.email}  ${anna.password}`);
console.log(`${ben.displayName}   ${ben.email}  ${ben.password}  (follows ${anna.handle})`);
console.log(`\n${titles.length} photos at ${site.webUrl}`);
console.log(`The way of one of them through all logs: npm run trace -- ${values['correlation-id']}-1`);
