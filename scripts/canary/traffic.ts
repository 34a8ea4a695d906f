import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '@shutterbus/testing/eventually';
import { Person, type Site, sendUpload } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import type { Service } from '../lib/repository.ts';
import { startNewcomers, type Welcome } from './newcomers.ts';
import { makePace, type PacedClock } from './pace.ts';

export interface Traffic {
  /** Requests that were answered with less than 500. */
  answered(): number;
  /** Requests that were answered with 500 or more, or not at all. */
  failed(): number;
  /** Photos that got their thumbnails. */
  ready(): number;
  /** Photos that nobody waits for any more. */
  lost(): number;
  /** Ends the traffic, lets the clock go, and tells how newcomers were received. */
  stop(): Promise<Welcome>;
}

/** Photos to a minute of AWS time; the clock does not go on before they are through. */
export const photosPerMinute = 18;
/**
 * People who join in a minute: one, to be received; where the users service is released, as many as its alarm needs, for
 * what it keeps to itself is seen by them alone.
 */
export const newcomersPerMinute = (chosen: readonly Service[]): number => (chosen.includes('users') ? 8 : 1);
/** So many photos are on their way at a time. */
const photosUnderWay = 2;
/** When everything stands still, nothing overtakes: then a photo is given up after so many times what they usually take … */
const patience = 5;
/** … but not before. */
const leastPatienceMs = 4000;
/** What one person looks at and does in a minute of AWS time, at most: as photos, not more on a slow machine because its minutes last longer. */
export const looksPerMinute = 22;
/** Between two looks of one person, and of a photographer whose photo is not ready yet, on a machine that keeps up. */
const pauseMs = 250;
/** Looks at a photo until it is ready, on any machine. */
const looksAtPhoto = 10;
/**
 * A machine that takes longer for a photo is not kept busy all the time: what people ask would wait for one another, until the
 * functions' calls took longer than they wait for them.
 */
const easyPhotoMs = 3000;

/**
 * People who use the app until they are stopped. Photos come in; some are looked at, changed and deleted again; people
 * follow one another and read what they are told; new ones join.
 * @param count of people, at least 1
 * @param clock is held back to what these people get done
 * @param newcomers in a minute so many people join, or as many as this machine takes in
 */
export async function startTraffic(
  site: Site,
  count: number,
  clock: PacedClock & { speed: number },
  newcomers: number,
): Promise<Traffic> {
  const bytes = await photoLike(0.05);
  const people: Person[] = [];
  // One after the other, and again if need be: everything is cold, and a busy machine takes longer for it than the functions wait.
  while (people.length < count)
    people.push(await eventually(() => Person.join(site, `Walker${people.length + 1}`)));
  const stopping = new AbortController();
  const newest: string[] = [];
  let answered = 0;
  let failed = 0;
  let nextUploadAt = 0;
  /** From form to thumbnails, smoothed; the first ones find everything cold. */
  let usualMs = 2500;
  const pace = makePace(clock, photosPerMinute);
  const pause = (): number => Math.max(pauseMs, usualMs / looksAtPhoto);

  async function act<Answer extends { status: number }>(
    action: () => Promise<Answer>,
  ): Promise<Answer | undefined> {
    try {
      const answer = await action();
      if (answer.status < 500) answered++;
      else failed++;
      return answer;
    } catch {
      failed++;
      return undefined;
    }
  }

  /** One photo, from the form to its thumbnails. @returns its id when it got them */
  async function photograph(person: Person, isOvertaken: () => boolean): Promise<string | undefined> {
    const asked = await act(() => person.requestUpload({ sizeBytes: bytes.length, visibility: 'public' }));
    if (asked?.status !== 201) return undefined;
    const { upload, photo } = asked.body;
    await act(() => sendUpload(upload, bytes));
    const sentAt = Date.now();
    const deadline = sentAt + Math.max(leastPatienceMs, patience * usualMs);
    while (!isOvertaken() && Date.now() < deadline && !stopping.signal.aborted) {
      await wait(pause());
      const seen = await act(() => person.get(`/v1/media/${photo.id}`));
      if (seen?.body?.status !== 'ready') continue;
      usualMs = 0.8 * usualMs + 0.2 * (Date.now() - sentAt);
      return photo.id;
    }
    return undefined;
  }

  async function photographOn(index: number): Promise<void> {
    const person = people[index % people.length];
    while (person && !stopping.signal.aborted) {
      const mayBegin = Math.max(Date.now(), nextUploadAt);
      nextUploadAt = mayBegin + 60_000 / clock.speed / photosPerMinute + Math.max(0, usualMs - easyPhotoMs);
      await wait(Math.max(1, mayBegin - Date.now()));
      const sent = pace.send();
      const id = await photograph(person, sent.isOvertaken);
      if (id !== undefined) newest.push(id);
      // What is still on its way at the end is neither.
      if (!stopping.signal.aborted) sent.end(id === undefined ? 'lost' : 'ready');
    }
  }

  async function walk(person: Person, index: number): Promise<void> {
    const other = people[(index + 1) % people.length] ?? person;
    const looks = [
      () => person.get('/v1/media'),
      () => person.get('/v1/media/mine'),
      () => person.get(`/v1/media/${newest.at(-1) ?? 'none'}`),
      () => person.put(`/v1/users/${other.handle}/follow`),
      () => person.get(`/v1/users/${other.handle}`),
      () => person.patch('/v1/users/me', { bio: `Seen at ${Date.now()}` }),
      () => person.get('/v1/users/me'),
      () => person.get(`/v1/thumbnails/links?ids=${newest.at(-1) ?? ''}`),
      () => person.get('/v1/notifications'),
    ];
    for (let round = 0; !stopping.signal.aborted; round++) {
      while (round >= pace.due(looksPerMinute) && !stopping.signal.aborted) await wait(pause());
      // A rehearsal on a busy machine takes longer than a token lives; on a failure the next round tries again.
      await person.staySignedIn().catch(() => undefined);
      const look = looks[round % looks.length];
      if (look) await act(look);
      const own = round % 20 === 19 ? newest.shift() : undefined;
      if (own !== undefined) {
        await act(() => person.patch(`/v1/media/${own}`, { title: `Round ${round}` }));
        await act(() => person.delete(`/v1/media/${own}`));
      }
      await wait(pause());
    }
  }

  const joining = startNewcomers(site, () => pace.due(newcomers));
  const photographers = Array.from({ length: photosUnderWay }, (_, index) => photographOn(index));
  const running = [...photographers, ...people.map(walk)];
  return {
    answered: () => answered,
    failed: () => failed,
    ready: pace.ready,
    lost: pace.lost,
    async stop() {
      stopping.abort();
      pace.stop();
      await Promise.all(running);
      return joining.stop();
    },
  };
}
