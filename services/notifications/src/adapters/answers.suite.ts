import { anna, ben, carla, mediaId, noon } from '../notices.fixture.ts';
import type { AnswerRepository } from '../ports.ts';

/** What every AnswerRepository does. */
export function describeAnswers(name: string, make: () => Promise<AnswerRepository>) {
  const like = (personId: string, at = noon) =>
    ({ kind: 'liked', ownerId: anna, mediaId, personId, answerId: personId, at }) as const;

  describe(name, () => {
    it('counts each once for a photo and day, and keeps who was first and since when', async () => {
      const answers = await make();
      const first = { firstId: ben, since: noon };
      expect(await answers.remember(like(ben))).toEqual({ ...first, count: 1 });
      expect(await answers.remember(like(carla, '2026-11-21T11:00:00.000Z'))).toEqual({ ...first, count: 2 });
      expect(await answers.remember(like(ben, '2026-11-21T13:00:00.000Z'))).toEqual({ ...first, count: 2 });
    });

    it('begins anew each day, and with each photo', async () => {
      const answers = await make();
      await answers.remember(like(ben));
      const tomorrow = '2026-11-22T00:00:00.000Z';
      expect(await answers.remember(like(carla, tomorrow))).toEqual({
        firstId: carla,
        since: tomorrow,
        count: 1,
      });
      const other = { ...like(carla), mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CE' };
      expect(await answers.remember(other)).toMatchObject({ firstId: carla, count: 1 });
    });

    it('counts up to a hundred, of people who come at once', async () => {
      const answers = await make();
      const crowd = Array.from({ length: 105 }, (_, n) => `5d1b1a52-3f0e-4c41-8a35-6b0f2f0f${9000 + n}`);
      await Promise.all(crowd.map((personId) => answers.remember(like(personId))));
      expect(await answers.remember(like(ben))).toMatchObject({ count: 100 });
    });
  });
}
