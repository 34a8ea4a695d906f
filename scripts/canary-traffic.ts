import { setTimeout as wait } from 'node:timers/promises';
import { Person, type Site, sendUpload } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';

export interface Traffic {
  /** Requests that were answered with less than 500. */
  answered(): number;
  /** Requests that were answered with 500 or more, or not at all. */
  failed(): number;
  stop(): Promise<void>;
}

/** Between two actions of one person, real time. */
const pauseMs = 40;

/**
 * People who use the app until they are stopped: they look at the feed and at photos, put small ones in and change
 * them, follow one another and read what they are told.
 * @param count of people
 */
export async function startTraffic(site: Site, count: number): Promise<Traffic> {
  const bytes = await photoLike(0.05);
  const people = await Promise.all(
    Array.from({ length: count }, (_, index) => Person.join(site, `Walker${index + 1}`)),
  );
  let stopped = false;
  let answered = 0;
  let failed = 0;

  async function act(action: () => Promise<{ status: number }>): Promise<void> {
    const status = await action().then(
      (answer) => answer.status,
      () => 500,
    );
    if (status < 500) answered++;
    else failed++;
    await wait(pauseMs);
  }

  async function walk(person: Person, index: number): Promise<void> {
    const other = people[(index + 1) % people.length] ?? person;
    for (let round = 0; !stopped; round++) {
      let id: string | undefined;
      await act(async () => {
        const answer = await person.requestUpload({ sizeBytes: bytes.length, visibility: 'public' });
        id = answer.body?.photo?.id;
        if (answer.status < 300) await sendUpload(answer.body.upload, bytes);
        return answer;
      });
      await act(() => person.get('/v1/media'));
      await act(() => person.get('/v1/media/mine'));
      if (id !== undefined) {
        await act(() => person.get(`/v1/media/${id}`));
        await act(() => person.patch(`/v1/media/${id}`, { title: `Step ${round}` }));
      }
      await act(() => person.put(`/v1/users/${other.handle}/follow`));
      await act(() => person.get('/v1/users/me'));
      await act(() => person.get('/v1/notifications'));
      if (id !== undefined && round % 4 === 3) await act(() => person.delete(`/v1/media/${id}`));
    }
  }

  const walks = people.map(walk);
  return {
    answered: () => answered,
    failed: () => failed,
    async stop() {
      stopped = true;
      await Promise.all(walks);
    },
  };
}
