import { setTimeout as wait } from 'node:timers/promises';
import { Person, type Site, sendUpload } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';

export interface Traffic {
  /** Requests that were answered with less than 500. */
  answered(): number;
  /** Requests that were answered with 500 or more, or not at all. */
  failed(): number;
  /** Photos that got their thumbnails. */
  ready(): number;
  stop(): Promise<void>;
}

/**
 * So many photos are on their way at a time. Few, because a minute of an alarm is short here: a photo that is counted as
 * uploaded in one and as published in the next must not look like a lost one.
 */
const photosUnderWay = 3;
/** Shortest time between two photos. */
const uploadEveryMs = 150;
/** Between two looks of one person, and of a photographer whose photo is not ready yet. */
const pauseMs = 250;
/** A photo that is not ready after so many times what the last ones took is given up, as a person would. */
const patience = 4;
const leastPatienceMs = 1500;

/**
 * People who use the app until they are stopped. Photos come in; some are looked at, changed and deleted again; people
 * follow one another and read what they are told.
 * @param count of people, at least 1
 */
export async function startTraffic(site: Site, count: number): Promise<Traffic> {
  const bytes = await photoLike(0.05);
  const people = await Promise.all(
    Array.from({ length: count }, (_, index) => Person.join(site, `Walker${index + 1}`)),
  );
  const stopping = new AbortController();
  const newest: string[] = [];
  let answered = 0;
  let failed = 0;
  let ready = 0;
  let nextUploadAt = 0;
  /** From form to thumbnails, smoothed; the first ones find everything cold. */
  let usualMs = 2500;

  function note(status: number): void {
    if (status < 500) answered++;
    else failed++;
  }

  async function act<Answer extends { status: number }>(
    action: () => Promise<Answer>,
  ): Promise<Answer | undefined> {
    try {
      const answer = await action();
      note(answer.status);
      return answer;
    } catch {
      failed++;
      return undefined;
    }
  }

  /** One photo, from the form to its thumbnails. */
  async function photograph(person: Person): Promise<void> {
    const asked = await act(() => person.requestUpload({ sizeBytes: bytes.length, visibility: 'public' }));
    if (asked?.status !== 201) return;
    const { upload, photo } = asked.body;
    await act(() => sendUpload(upload, bytes));
    const sentAt = Date.now();
    const deadline = sentAt + Math.max(leastPatienceMs, patience * usualMs);
    while (Date.now() < deadline && !stopping.signal.aborted) {
      await wait(pauseMs);
      const seen = await act(() => person.get(`/v1/media/${photo.id}`));
      if (seen?.body?.status !== 'ready') continue;
      ready++;
      usualMs = 0.8 * usualMs + 0.2 * (Date.now() - sentAt);
      newest.push(photo.id);
      return;
    }
  }

  async function photographOn(index: number): Promise<void> {
    const person = people[index % people.length];
    while (person && !stopping.signal.aborted) {
      const mayBegin = Math.max(Date.now(), nextUploadAt);
      nextUploadAt = mayBegin + uploadEveryMs;
      await wait(Math.max(1, mayBegin - Date.now()));
      await photograph(person);
    }
  }

  async function walk(person: Person, index: number): Promise<void> {
    const other = people[(index + 1) % people.length] ?? person;
    const looks = [
      () => person.get('/v1/media'),
      () => person.get('/v1/media/mine'),
      () => person.get(`/v1/media/${newest.at(-1) ?? 'none'}`),
      () => person.put(`/v1/users/${other.handle}/follow`),
      () => person.get('/v1/users/me'),
      () => person.get('/v1/notifications'),
    ];
    for (let round = 0; !stopping.signal.aborted; round++) {
      const look = looks[round % looks.length];
      if (look) await act(look);
      const own = round % 20 === 19 ? newest.shift() : undefined;
      if (own !== undefined) {
        await act(() => person.patch(`/v1/media/${own}`, { title: `Round ${round}` }));
        await act(() => person.delete(`/v1/media/${own}`));
      }
      await wait(pauseMs);
    }
  }

  const photographers = Array.from({ length: photosUnderWay }, (_, index) => photographOn(index));
  const running = [...photographers, ...people.map(walk)];
  return {
    answered: () => answered,
    failed: () => failed,
    ready: () => ready,
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
