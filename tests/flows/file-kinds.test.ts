import type { Photo } from '@shutterbus/contracts/routes/media';
import { type App, startApp } from '@shutterbus/testing/app';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import sharp from 'sharp';

/** Files as people have them, sent past the web app, which would have asked for the right type or for nothing at all. */
describe('a file that is not what was promised', () => {
  let app: App;
  let anna: Person;

  beforeAll(async () => {
    app = await startApp();
    anna = await Person.join(app, 'Anna');
  });
  afterAll(() => app?.dispose());

  it.each([
    ['image/webp', (picture: Buffer) => sharp(picture).webp().toBuffer()],
    ['image/png', (picture: Buffer) => sharp(picture).png().toBuffer()],
  ])('is taken as the picture that it is: %s, promised as a JPEG', async (contentType, encode) => {
    const photo: Photo = await anna.upload(await encode(await photoLike(0.3)));
    expect(photo.contentType).toBe('image/jpeg');
    const ready = await anna.photoWithStatus(photo.id, 'ready');
    expect(ready.contentType).toBe(contentType);
    const { originalUrl } = (await anna.get(`/v1/media/${photo.id}`)).body;
    const original = await fetch(originalUrl);
    expect(original.headers.get('content-disposition')).toContain(`A-photo.${contentType.slice(6)}`);
  });

  it('is refused with a sentence that names its kind and the way out', async () => {
    const photo: Photo = await anna.upload(Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  '));
    const { rejection } = await anna.photoWithStatus(photo.id, 'rejected');
    expect(rejection).toEqual({
      code: 'type-mismatch',
      kind: 'video',
      message: expect.stringMatching(/is a video\. If it belongs to a Live Photo, upload the photo/),
    });
  });
});
