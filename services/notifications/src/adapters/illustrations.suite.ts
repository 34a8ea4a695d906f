import { shownPictureExample } from '@shutterbus/contracts/fields';
import { anna, ben, carla, mediaId } from '../notices.fixture.ts';
import type { Illustrations, PersonRepository, PictureRepository } from '../ports.ts';

interface Stage {
  people: PersonRepository;
  pictures: PictureRepository;
  illustrations: Illustrations;
}

/** What all Illustrations do. */
export function describeIllustrations(suite: string, make: () => Promise<Stage>) {
  describe(suite, () => {
    const name = { userId: ben, handle: 'ben', displayName: 'Ben', version: 1 };
    const avatar = { mediaId, url: '/renditions/f/w160.webp' };

    it('are the people and the pictures that are there, named once or twice', async () => {
      const { people, pictures, illustrations } = await make();
      await people.rememberName({ ...name, avatar });
      await pictures.remember(mediaId, shownPictureExample);
      const hiddenId = '01KAJ7Q2M8Z4X6T0V5R3N1B9CE';
      await pictures.forget({ mediaId: hiddenId, version: 4 });
      const wanted = { userIds: [anna, ben, ben, carla], mediaIds: [mediaId, hiddenId, mediaId] };
      const found = await illustrations.find(wanted);
      expect([...found.people]).toEqual([[ben, { userId: ben, handle: 'ben', displayName: 'Ben', avatar }]]);
      expect([...found.pictures]).toEqual([[mediaId, shownPictureExample]]);
    });

    it('are none where nothing is asked for', async () => {
      const { illustrations } = await make();
      const { people, pictures } = await illustrations.find({ userIds: [], mediaIds: [] });
      expect([people.size, pictures.size]).toEqual([0, 0]);
    });
  });
}
