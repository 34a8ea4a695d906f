import { memoryNotices } from '../adapters/memory-notices.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { AddressUnknownError, MailInProgressError, MailRefusedError } from '../errors.ts';
import { anna, eventId, noon, notice, trace } from '../notices.fixture.ts';
import type { Mail } from '../ports.ts';
import { makeSendMail } from './send-mail.ts';

async function setUp() {
  const time = { now: noon };
  const clock = () => new Date(time.now);
  const notices = memoryNotices(clock);
  const people = memoryPeople();
  const mailer = { send: jest.fn(async (_: Mail) => undefined) };
  await notices.add(notice(anna));
  await people.rememberName({ userId: anna, handle: 'anna', displayName: 'Anna', version: 1 });
  await people.rememberAddress({ userId: anna, email: 'anna@example.com' });
  const webOrigin = 'https://photos.example.com';
  const sendMail = makeSendMail({ notices, people, mailer, webOrigin, clock, newId: () => eventId });
  const state = async () => (await notices.find(notice(anna)))?.mail;
  return { time, notices, people, mailer, state, send: () => sendMail(notice(anna), { trace }) };
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
    expect(notices.events).toMatchObject([
      {
        detailType: 'NotificationSent',
        detail: {
          metadata: { correlationId: 'correlation', aggregateId: notice(anna).id },
          data: { notificationId: notice(anna).id, userId: anna, kind: 'welcome', channel: 'email' },
        },
      },
    ]);
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
    const { mailer, notices, send, state, time } = await setUp();
    jest.spyOn(notices, 'settleMail').mockRejectedValueOnce(new Error('crash'));
    await expect(send()).rejects.toThrow('crash');
    await expect(send()).rejects.toThrow(MailInProgressError);
    time.now = '2026-11-21T12:01:30.000Z';
    await send();
    expect(mailer.send).toHaveBeenCalledTimes(2);
    expect(await state()).toBe('sent');
  });

  it('gives up a mail that was refused for good, and tells why', async () => {
    const { mailer, notices, send, state } = await setUp();
    mailer.send.mockRejectedValue(new MailRefusedError('MessageRejected'));
    await send();
    await send();
    expect(mailer.send).toHaveBeenCalledTimes(1);
    expect(await state()).toBe('failed');
    expect(notices.events).toMatchObject([
      {
        detailType: 'NotificationFailed',
        detail: { data: { reasonCode: 'MessageRejected', kind: 'welcome' } },
      },
    ]);
  });

  it('lets the queue try again at once after anything else', async () => {
    const { mailer, send, state } = await setUp();
    mailer.send.mockRejectedValueOnce(new Error('throttled'));
    await expect(send()).rejects.toThrow('throttled');
    expect(await state()).toBe('queued');
    await send();
    expect(await state()).toBe('sent');
  });

  it('waits for an address that is not known yet', async () => {
    const { people, mailer, send } = await setUp();
    jest.spyOn(people, 'find').mockResolvedValueOnce({ userId: anna, displayName: 'Anna' });
    await expect(send()).rejects.toThrow(AddressUnknownError);
    await send();
    expect(mailer.send).toHaveBeenCalledTimes(1);
  });
});
