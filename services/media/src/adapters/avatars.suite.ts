import { createEvent } from '@shutterbus/contracts/event';
import { AvatarChanged } from '@shutterbus/contracts/events/avatars';
import { ulid } from 'ulid';
import { ConcurrentChangeError } from '../errors.ts';
import type { AvatarRepository, PhotoRepository } from '../ports.ts';
import { anna, ben } from '../test-world.ts';
import { photoNumber } from './photos.suite.ts';

const told = () =>
  createEvent(AvatarChanged, {
    ...{ eventId: ulid(), occurredAt: '2026-11-21T10:00:00.000Z', aggregateId: anna, aggregateVersion: 1 },
    trace: { correlationId: 'correlation', causationId: 'cause' },
    data: AvatarChanged.example,
  });

interface Made {
  avatars: AvatarRepository;
  photos: Pick<PhotoRepository, 'add' | 'save'>;
  outbox: () => Promise<string[]>;
}

/** What every AvatarRepository does. */
export function behavesAsAvatars(make: () => Promise<Made>): void {
  const photo = photoNumber(1);
  const chosen = { userId: anna, mediaId: photo.mediaId, url: '/renditions/a/w160.webp', version: 1 };

  it('keeps what stands for each person, with its event, and never over another write', async () => {
    const { avatars, photos, outbox } = await make();
    await photos.add(photo);
    await avatars.save(undefined, chosen, photo, [told()]);
    for (const before of [undefined, { ...chosen, version: 2 }])
      await expect(avatars.save(before, { ...chosen, version: 3 }, photo, [told()])).rejects.toThrow(
        ConcurrentChangeError,
      );
    expect(await avatars.find(anna)).toEqual(chosen);
    expect(await avatars.find(ben)).toBeUndefined();
    const none = { userId: anna, version: 2 };
    await avatars.save(chosen, none, undefined, [told()]);
    expect(await avatars.find(anna)).toEqual(none);
    expect((await outbox()).filter((type) => type === 'AvatarChanged')).toHaveLength(2);
    for (let i = 0; i < 2; i += 1) await avatars.remove(anna);
    expect(await avatars.find(anna)).toBeUndefined();
  });

  it('keeps no photo that has changed since it was looked at', async () => {
    const { avatars, photos } = await make();
    await photos.add(photo);
    await photos.save(photo, { photo: { ...photo, version: photo.version + 1 }, events: [] });
    await expect(avatars.save(undefined, chosen, photo, [told()])).rejects.toThrow(ConcurrentChangeError);
    expect(await avatars.find(anna)).toBeUndefined();
  });
}
