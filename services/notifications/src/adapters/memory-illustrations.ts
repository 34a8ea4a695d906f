import type { Illustrations, PersonRepository, PictureRepository } from '../ports.ts';

/** For tests; behaves as `dynamoIllustrations`, which illustrations.suite.ts checks. */
export const memoryIllustrations = (
  people: Pick<PersonRepository, 'find'>,
  pictures: Pick<PictureRepository, 'find'>,
): Illustrations => {
  async function found<Known>(ids: readonly string[], find: (id: string) => Promise<Known | undefined>) {
    const known = new Map<string, Known>();
    for (const id of ids) {
      const one = await find(id);
      if (one !== undefined) known.set(id, one);
    }
    return known;
  }
  return {
    find: async ({ userIds, mediaIds }) => ({
      people: await found(userIds, people.find),
      pictures: await found(mediaIds, pictures.find),
    }),
  };
};
