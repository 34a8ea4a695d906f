import { setTimeout as wait } from 'node:timers/promises';
import { mailsTo, Person, type Site } from '@shutterbus/testing/person';

/** How people who joined during the traffic were received. */
export interface Welcome {
  joined: number;
  /** Whom the sign-up, the confirmation or the first sign-in refused. */
  refused: number;
  /** Who joined, and found no notification. */
  unwelcomed: number;
  /** Who joined, and got no mail but that with the code. */
  withoutMail: number;
}

const pauseMs = 250;
/** A welcome that is on its way when the traffic ends gets so long. */
const lastWelcomeMs = 5000;

/**
 * New people join, one after the other, and ask at once whether there is news, as the web app does.
 * @param due how many should have joined by now
 */
export function startNewcomers(site: Site, due: () => number): { stop(): Promise<Welcome> } {
  const stopping = new AbortController();
  const joined: Person[] = [];
  let refused = 0;

  async function run(): Promise<void> {
    for (let count = 0; !stopping.signal.aborted; ) {
      if (count > due()) {
        await wait(pauseMs);
        continue;
      }
      count++;
      const newcomer = await Person.join(site, `Newcomer${count}`).catch(() => undefined);
      await newcomer?.get('/v1/notifications').catch(() => undefined);
      if (newcomer) joined.push(newcomer);
      else if (!stopping.signal.aborted) refused++;
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
      const deadline = Date.now() + lastWelcomeMs;
      for (;;) {
        const seen = await Promise.all(joined.map((person) => receptionOf(site, person)));
        const unwelcomed = seen.filter(({ told }) => !told).length;
        const withoutMail = seen.filter(({ mailed }) => !mailed).length;
        if (unwelcomed + withoutMail === 0 || Date.now() > deadline)
          return { joined: joined.length, refused, unwelcomed, withoutMail };
        await wait(pauseMs);
      }
    },
  };
}

async function receptionOf(site: Site, person: Person): Promise<{ told: boolean; mailed: boolean }> {
  const [notifications, mails] = await Promise.all([
    person.get('/v1/notifications').catch(() => undefined),
    mailsTo(site, person.email),
  ]);
  // The first mail is the one with the code.
  return { told: (notifications?.body?.items?.length ?? 0) > 0, mailed: mails.length > 1 };
}
