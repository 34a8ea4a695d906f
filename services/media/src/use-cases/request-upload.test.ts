import { maxUploadBytes } from '@shutterbus/contracts/uploads/limits';
import { DailyQuotaError, UploadTooLargeError } from '../errors.ts';
import { anna, ben, testWorld } from '../test-world.ts';

describe('makeRequestUpload', () => {
  it('reserves a photo under its owner and permits to send it', async () => {
    const { request, photos } = testWorld();
    const { photo, upload } = await request({ visibility: 'public' });
    expect(photo).toMatchObject({ status: 'awaiting-upload', visibility: 'public', renditions: [] });
    expect(upload.fields).toMatchObject({
      key: `originals/${anna}/${photo.id}`,
      'Content-Type': 'image/jpeg',
    });
    expect(await photos.find(photo.id)).toMatchObject({ correlationId: 'upload-correlation', version: 1 });
    expect(photos.events).toEqual([]);
  });

  it('takes 25 MiB and refuses one byte more', async () => {
    const { request } = testWorld();
    await expect(request({ sizeBytes: maxUploadBytes })).resolves.toBeDefined();
    await expect(request({ sizeBytes: maxUploadBytes + 1 })).rejects.toThrow(UploadTooLargeError);
  });

  it('stops at the day’s quota, for each person apart', async () => {
    const { request } = testWorld({ uploadsPerDay: 2 });
    await request();
    await request();
    await expect(request()).rejects.toThrow(DailyQuotaError);
    await expect(request({ ownerId: ben })).resolves.toBeDefined();
  });

  it('shows the owner’s name once it is known', async () => {
    const { request, authors } = testWorld();
    expect((await request()).photo.owner).toEqual({
      id: anna,
      handle: 'user-0b5f6c1e',
      displayName: 'Somebody',
    });
    await authors.remember({ userId: anna, handle: 'anna', displayName: 'Anna', version: 1 });
    expect((await request()).photo.owner).toEqual({ id: anna, handle: 'anna', displayName: 'Anna' });
  });
});
