import { ulid } from 'ulid';
import { memoryAddresses } from '../adapters/memory-addresses.ts';
import { memoryNotices } from '../adapters/memory-notices.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { memoryPhotos } from '../adapters/memory-photos.ts';
import { memoryPictures } from '../adapters/memory-pictures.ts';
import { memoryPublications } from '../adapters/memory-publications.ts';
import {
  AddressUnknownError,
  MailInProgressError,
  MailNotTakenError,
  MailRefusedError,
  OriginUnknownError,
} from '../errors.ts';
import { anna, mediaId, noon, notice, trace } from '../notices.fixture.ts';
import type { Mail } from '../ports.ts';
import { makeSendMail } from './send-mail.ts';
import { makeUnsubscribeMails } from './unsubscribe-mails.ts';

async function setUp() {
  const time = { now: noon };
  const clock = () => new Date(time.now);
  const notices = memoryNotices(clock);
  const people = memoryPeople();
  const addresses = memoryAddresses();
  const mailer = { send: jest.fn(async (_: Mail) => undefined) };
  await notices.add(notice(anna));
  await people.rememberName({ userId: anna, handle: 'anna', displayName: 'Anna', version: 1 });
  await people.rememberAddress({ userId: anna, email: 'anna@example.com', version: 1 });
  const webOrigin = jest.fn<Promise<string | undefined>, []>(async () => 'https://photos.example.com');
  const sendMail = makeSendMail({
    notices,
    people,
    addresses,
    photos: memoryPhotos(),
    publications: memoryPublications(),
    pictures: memoryPictures(),
    mailer,
    webOrigin,
    clock,
    newId: () => ulid(),
    newKey: () => 'key',
  });
  const state = async () => (await notices.find(notice(anna)))?.mail;
  /** As long as a message is invisible after its delivery. */
  const wait = () => {
    time.now = new Date(Date.parse(time.now) + 90_000).toISOString();
  };
  return {
    notices,
    people,
    addresses,
    mailer,
    webOrigin,
    state,
    wait,
    sendMail,
    send: () => sendMail(notice(anna), { trace }),
  };
}

/** What one attempt can meet: an answer, a refusal, no answer with the mail on its way or without, the end of the function. */
const attempts = ['taken', 'refused', 'late', 'lost', 'crash'];

const attemptsInEveryOrder = (count: number): string[][] =>
  count === 0
    ? [[]]
    : attemptsInEveryOrder(count - 1).flatMap((order) => attempts.map((next) => [...order, next]));

/** Delivers the message as often as the order says, and then twice more from the dead letters, when SES answers again. */
async function live(order: readonly string[]) {
  const { mailer, notices, send, state, wait } = await setUp();
  const { settleMail } = notices;
  let copies = 0;
  let afterAnAnswer = 0;
  let isKnownToBeSent = false;
  for (const attempt of [...order, 'taken', 'taken']) {
    mailer.send.mockImplementation(async () => {
      if (isKnownToBeSent) afterAnAnswer += 1;
      if (attempt === 'refused') throw new MailNotTakenError('MessageRejected');
      if (attempt !== 'lost') copies += 1;
      if (attempt === 'late' || attempt === 'lost') throw new Error('no answer in time');
    });
    notices.settleMail = attempt === 'crash' ? () => Promise.reject(new Error('crash')) : settleMail;
    const outcome = await send().catch(() => 'failed');
    if (outcome === 'sent') isKnownToBeSent = true;
    wait();
  }
  return {
    copies,
    afterAnAnswer,
    told: notices.events.filter(({ detail }) => detail.metadata.version === 2).length,
    mail: await state(),
  };
}

describe('sendMail', () => {
  it('sends one mail and tells of it once, however often the message comes', async () => {
    const { mailer, notices, send, state } = await setUp();
    await send();
    await send();
    expect(mailer.send).toHaveBeenCalledTimes(1);
    expect(mailer.send.mock.calls[0]?.[0]).toMatchObject({
      to: 'anna@example.com',
      subject: 'Welcome to Shutterbus',
      correlationId: 'correlation',
      text: expect.stringContaining('Hello Anna,'),
    });
    expect(await state()).toBe('sent');
    expect(notices.events).toMatchObject(
      [2, 1].map((version) => ({
        detailType: 'NotificationSent',
        detail: {
          metadata: { version, correlationId: 'correlation', aggregateId: notice(anna).id },
          data: { notificationId: notice(anna).id, userId: anna, kind: 'welcome', channel: 'email' },
        },
      })),
    );
    expect(new Set(notices.events.map(({ detail }) => detail.metadata.eventId)).size).toBe(2);
  });

  it('tells of a kind that version 1 has no word for by version 2 alone', async () => {
    const { mailer, notices, sendMail } = await setUp();
    const facts = { kind: 'liked', mediaId, title: 'First snow', others: 0 } as const;
    for (const at of [noon, '2026-11-22T12:00:00.000Z']) {
      await notices.add(notice(anna, at, facts));
      await sendMail(notice(anna, at, facts), { trace });
      mailer.send.mockRejectedValue(new MailRefusedError('BadRequestException'));
    }
    expect(notices.events.map(({ detailType, detail }) => [detailType, detail.metadata.version])).toEqual([
      ['NotificationSent', 2],
      ['NotificationFailed', 2],
    ]);
  });

  it('sends no mail of a kind that its reader switched off, also while it was queued, and tells nobody', async () => {
    const { mailer, notices, people, send, sendMail, state } = await setUp();
    await people.choose(anna, { mailsOff: ['liked', 'welcome'] });
    const facts = { kind: 'liked', mediaId, title: 'First snow', others: 0 } as const;
    await notices.add(notice(anna, noon, facts));
    const key = notice(anna, noon, facts);
    expect(await sendMail(key, { trace })).toBe('unwanted');
    await people.choose(anna, { mailsOff: [] });
    expect(await sendMail(key, { trace })).toBe('nothing-to-do');
    expect([mailer.send.mock.calls.length, notices.events.length]).toEqual([0, 0]);
    // A welcome always comes.
    expect([await send(), await state()]).toEqual(['sent', 'sent']);
  });

  it('sends nothing to somebody who is leaving, not even what always comes, and tells nobody', async () => {
    const { mailer, notices, people, send } = await setUp();
    await people.noteLeaving({ userId: anna, leavingUntil: '2026-12-05T12:00:00.000Z', version: 2 });
    expect(await send()).toBe('unwanted');
    await people.noteLeaving({ userId: anna, version: 3 });
    expect(await send()).toBe('nothing-to-do');
    expect([mailer.send.mock.calls.length, notices.events.length]).toEqual([0, 0]);
  });

  it('sends nothing at all to an address where mails ended, tells nobody, and goes on with another address', async () => {
    const { addresses, mailer, notices, people, send, sendMail, state } = await setUp();
    await addresses.end('anna@example.com', 'bounced', new Date(noon));
    expect([await send(), await state()]).toEqual(['address-ended', 'failed']);
    expect(await send()).toBe('nothing-to-do');
    expect([mailer.send.mock.calls.length, notices.events.length]).toEqual([0, 0]);
    await people.rememberAddress({ userId: anna, email: 'anna@example.org', version: 2 });
    const later = notice(anna, '2026-11-22T12:00:00.000Z');
    await notices.add(later);
    expect(await sendMail(later, { trace })).toBe('sent');
  });

  it('sends a link along that ends mails of the kind, where they can be ended', async () => {
    const { mailer, notices, people, send, sendMail } = await setUp();
    await send();
    const facts = { kind: 'liked', mediaId, title: 'First snow', others: 0 } as const;
    for (const at of [noon, '2026-11-21T12:30:00.000Z']) {
      await notices.add(notice(anna, at, facts));
      await sendMail(notice(anna, at, facts), { trace });
    }
    const [welcome, liked] = mailer.send.mock.calls.map(([mail]) => mail);
    expect(welcome?.unsubscribeUrl).toBeUndefined();
    const [address = '', token = ''] = liked?.unsubscribeUrl?.split('?token=') ?? [];
    expect(address).toBe('https://photos.example.com/v1/notifications/unsubscribe');
    expect(liked?.text).toContain(`https://photos.example.com/unsubscribe?token=${token}`);
    expect(await makeUnsubscribeMails({ people, clock: () => new Date(noon) })({ token })).toEqual({
      kind: 'liked',
    });
  });

  it('sends one mail when two messages come at the same moment', async () => {
    const { mailer, send } = await setUp();
    const outcomes = await Promise.allSettled([send(), send()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(mailer.send).toHaveBeenCalledTimes(1);
  });

  it('records the intent before it sends', async () => {
    const { mailer, send, state } = await setUp();
    const seen: unknown[] = [];
    mailer.send.mockImplementation(async () => void seen.push(await state()));
    await send();
    expect(seen).toEqual(['sending']);
  });

  it('sends again after a crash, once the claim of the crashed one is over', async () => {
    const { mailer, notices, send, state, wait } = await setUp();
    jest.spyOn(notices, 'settleMail').mockRejectedValueOnce(new Error('crash'));
    await expect(send()).rejects.toThrow('crash');
    await expect(send()).rejects.toThrow(MailInProgressError);
    wait();
    expect(await send()).toBe('sent');
    expect(mailer.send).toHaveBeenCalledTimes(2);
    expect(await state()).toBe('sent');
  });

  it('gives up a mail that was refused for good, and tells why', async () => {
    const { mailer, notices, send, state } = await setUp();
    mailer.send.mockRejectedValue(new MailRefusedError('BadRequestException'));
    await send();
    await send();
    expect(mailer.send).toHaveBeenCalledTimes(1);
    expect(await state()).toBe('failed');
    expect(notices.events).toMatchObject(
      [2, 1].map((version) => ({
        detailType: 'NotificationFailed',
        detail: { metadata: { version }, data: { reasonCode: 'BadRequestException', kind: 'welcome' } },
      })),
    );
  });

  it('keeps a mail that was not taken, for the queue and the dead letters after it, as often as it takes', async () => {
    const { mailer, notices, send, state } = await setUp();
    mailer.send.mockRejectedValue(new MailNotTakenError('MessageRejected'));
    for (let receive = 1; receive <= 5; receive += 1) {
      await expect(send()).rejects.toThrow(MailNotTakenError);
      expect(await state()).toBe('queued');
    }
    expect(notices.events).toEqual([]);
    mailer.send.mockResolvedValue(undefined);
    expect(await send()).toBe('sent');
    expect(await send()).toBe('nothing-to-do');
    expect(mailer.send).toHaveBeenCalledTimes(6);
    expect(await state()).toBe('sent');
  });

  it('keeps the claim of a mail without an answer, sends one more copy, and then lets it count as sent', async () => {
    const { mailer, notices, send, state, wait } = await setUp();
    mailer.send.mockRejectedValue(new Error('no answer in time'));
    await expect(send()).rejects.toThrow('no answer in time');
    expect(await state()).toBe('sending');
    await expect(send()).rejects.toThrow(MailInProgressError);
    wait();
    expect(await send()).toBe('unconfirmed');
    expect(await state()).toBe('sent');
    wait();
    expect(await send()).toBe('nothing-to-do');
    expect(mailer.send).toHaveBeenCalledTimes(2);
    expect(new Set(notices.events.map(({ detailType }) => detailType))).toEqual(
      new Set(['NotificationSent']),
    );
  });

  it('sends no third copy when both claims crashed', async () => {
    const { mailer, notices, send, state, wait } = await setUp();
    const settle = jest.spyOn(notices, 'settleMail').mockRejectedValue(new Error('crash'));
    for (let copies = 1; copies <= 2; copies += 1) {
      await expect(send()).rejects.toThrow('crash');
      wait();
    }
    settle.mockRestore();
    expect(await send()).toBe('unconfirmed');
    expect(mailer.send).toHaveBeenCalledTimes(2);
    expect(await state()).toBe('sent');
  });

  it('sends at most two copies and tells once, whatever four deliveries meet, and a redrive sends none of it again', async () => {
    const outcomes = await Promise.all(
      attemptsInEveryOrder(4).map(async (order) => ({ order, ...(await live(order)) })),
    );
    const wrong = outcomes.filter(({ order, copies, afterAnAnswer, told, mail }) => {
      const neverInDoubt = order.every((attempt) => attempt === 'taken' || attempt === 'refused');
      return copies > (neverInDoubt ? 1 : 2) || afterAnAnswer > 0 || told !== 1 || mail !== 'sent';
    });
    expect(outcomes).toHaveLength(625);
    expect(wrong).toEqual([]);
  });

  it('counts no copy of a mail for which something could not be read or kept, however often', async () => {
    const { addresses, mailer, notices, people, sendMail, wait } = await setUp();
    const facts = { kind: 'liked', mediaId, title: 'First snow', others: 0 } as const;
    await notices.add(notice(anna, noon, facts));
    const send = () => sendMail(notice(anna, noon, facts), { trace });
    const busy = new Error('the table is busy');
    for (const fail of [
      () => jest.spyOn(addresses, 'whyEnded').mockRejectedValue(busy),
      () => jest.spyOn(people, 'keepMailKey').mockRejectedValue(busy),
    ]) {
      const failing = fail();
      for (let receive = 1; receive <= 3; receive += 1) {
        await expect(send()).rejects.toThrow(busy);
        wait();
      }
      failing.mockRestore();
    }
    expect(await send()).toBe('sent');
    expect(mailer.send).toHaveBeenCalledTimes(1);
  });

  it('waits for the address of the web app, without a claim and without a mail that has no link', async () => {
    const { webOrigin, mailer, send, state } = await setUp();
    webOrigin.mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error('the store is down'));
    await expect(send()).rejects.toThrow(OriginUnknownError);
    await expect(send()).rejects.toThrow('the store is down');
    expect(await state()).toBe('queued');
    expect(await send()).toBe('sent');
    expect(mailer.send.mock.calls[0]?.[0].text).toContain('https://photos.example.com/upload');
    expect(mailer.send).toHaveBeenCalledTimes(1);
  });

  it('drops what somebody was told who is gone', async () => {
    const { notices, people, mailer, send } = await setUp();
    await people.forget(anna, new Date(noon));
    expect(await send()).toBe('nothing-to-do');
    expect(await send()).toBe('nothing-to-do');
    expect(mailer.send).not.toHaveBeenCalled();
    expect(notices.all()).toEqual([]);
  });

  it('waits for an address that is not known yet', async () => {
    const { people, mailer, send } = await setUp();
    jest.spyOn(people, 'find').mockResolvedValueOnce({ userId: anna, displayName: 'Anna' });
    await expect(send()).rejects.toThrow(AddressUnknownError);
    await send();
    expect(mailer.send).toHaveBeenCalledTimes(1);
  });
});
