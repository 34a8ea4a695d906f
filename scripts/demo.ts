import { parseArgs } from 'node:util';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';

/**
 * npm run demo: fills the running app with two people, a few photos, and one who follows the other. The pictures are
 * made here. Each run makes new people, so it can be repeated.
 */
const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://localhost:3000' } } });
const site = { webUrl: values.url };

const [anna, ben] = await Promise.all([Person.join(site, 'Anna'), Person.join(site, 'Ben')]);
await ben.put(`/v1/users/${anna.handle}/follow`);

const titles = ['Harbour, early', 'First snow', 'The long way home', 'Sea glass', 'Dusk over the yard', 'Half past rain'];
const traces: string[] = [];
await Promise.all(
  titles.map(async (title, index) => {
    const bytes = await photoLike(3, index + 1);
    const { body, headers } = await anna.requestUpload({ title, visibility: 'public', sizeBytes: bytes.length });
    await anna.sendBytes(body.upload, bytes);
    await anna.photoWithStatus(body.photo.id, 'ready');
    traces.push(headers.get('x-correlation-id') ?? '');
  }),
);

console.log(`${anna.displayName}  ${anna.email}  ${anna.password}`);
console.log(`${ben.displayName}   ${ben.email}  ${ben.password}  (follows ${anna.handle})`);
console.log(`\n${titles.length} photos at ${site.webUrl}`);
console.log(`The way of one of them through all logs: npm run trace -- ${traces[0]}`);
