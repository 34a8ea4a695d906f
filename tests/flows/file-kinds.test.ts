import type { Photo } from '@shutterbus/contracts/routes/media';
import type { RunningApp } from '@shutterbus/testing/app';
import { call, Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { done } from '@shutterbus/testing/wanted';
import { lookAfter } from '@shutterbus/testing/watched-sandbox';
import sharp from 'sharp';
import { sharedApp } from './shared-app.ts';

/** Sent past the web app, which would have asked for the right type, or for nothing at all. */
describe('a file as people have them', () => {
  let app: RunningApp;
  let anna: Person;
  let ben: Person;

  beforeAll(async () => {
    app = await sharedApp();
    [anna, ben] = await Promise.all([Person.join(app, 'Anna'), Person.join(app, 'Ben')]);
  });

  it.each([
    ['image/webp', (picture: Buffer) => sharp(picture).webp().toBuffer()],
    ['image/png', (picture: Buffer) => sharp(picture).png().toBuffer()],
  ])('that was promised as a JPEG is taken as the picture that it is: %s', async (contentType, encode) => {
    const photo: Photo = await anna.upload(await encode(await photoLike(0.3)));
    expect(photo.contentType).toBe('image/jpeg');
    const ready = await anna.photoWithStatus(photo.id, 'ready');
    expect(ready.contentType).toBe(contentType);
    const { originalUrl } = (await anna.get(`/v1/media/${photo.id}`)).body;
    const original = await fetch(originalUrl);
    expect(original.headers.get('content-disposition')).toContain(`A-photo.${contentType.slice(6)}`);
  });

  it('without its end is shown as far as it goes, and says how much of it that is', async () => {
    const whole = await photoLike(0.5);
    const photo: Photo = await anna.upload(whole.subarray(0, whole.length * 0.8), { visibility: 'public' });
    const ready = await anna.photoWithStatus(photo.id, 'ready');
    expect(ready.notes?.damaged?.missingShare).toBeGreaterThan(0.02);
    expect(ready.notes?.damaged?.missingShare).toBeLessThan(0.5);
    await lookAfter(app, done('OnThumbnailsGenerated'), async () => {
      const { status, body } = await call(app, 'GET', `/v1/media/${photo.id}`, undefined, ben.accessToken);
      expect({ status, notes: body.notes }).toEqual({ status: 200, notes: ready.notes });
    });
  });

  it('that cannot be taken is refused with a sentence that names its kind and the way out', async () => {
    const photo: Photo = await anna.upload(Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  '));
    const { rejection } = await anna.photoWithStatus(photo.id, 'rejected');
    expect(rejection).toEqual({
      code: 'type-mismatch',
      kind: 'video',
      message: expect.stringMatching(/is a video\. If it belongs to a Live Photo, upload the photo/),
    });
  });
});
