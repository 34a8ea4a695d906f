import { createEvent } from '@shutterbus/contracts/event';
import { NotificationSent } from '@shutterbus/contracts/events/notifications';
import type { Clock } from '@shutterbus/lambda/clock';
import { ulid } from 'ulid';
import { anna, ben, mediaId, noon, notice, trace } from '../notices.fixture.ts';
import type { NoticeRepository } from '../ports.ts';

const sent = () =>
  createEvent(NotificationSent, {
    eventId: ulid(),
    occurredAt: noon,
    aggregateId: 'notice',
    aggregateVersion: 1,
    trace,
    data: NotificationSent.example,
  });
const inApp = { inApp: true };
const later = (minute: number) => `2026-11-21T12:0${minute}:00.000Z`;

interface Made {
  notices: NoticeRepository;
  /** How many events are in the outbox. */
  outbox: () => Promise<number>;
}

/** What every NoticeRepository does. */
export function describeNotices(name: string, make: (clock: Clock) => Promise<Made>) {
  const setUp = async () => {
    const time = { now: noon };
    return { ...(await make(() => new Date(time.now))), time };
  };

  describe(name, () => {
    it('keeps the first of two with the same id, with what became of it', async () => {
      const { notices } = await setUp();
      expect(await notices.add(notice(anna))).toEqual(notice(anna));
      await notices.claimMail(notice(anna), 30);
      expect(await notices.add(notice(anna))).toEqual({ ...notice(anna), mail: 'sending' });
      expect((await notices.list(anna, { limit: 10 })).items).toHaveLength(1);
    });

    it('removes what one person was told, in calls that end', async () => {
      const { notices } = await setUp();
      for (let minute = 10; minute < 50; minute += 1)
        await notices.add(notice(anna, noon.replace('12:00', `12:${minute}`)));
      await notices.add(notice(ben));
      while (await notices.removeSome(anna));
      expect((await notices.list(anna, { limit: 50 })).items).toEqual([]);
      expect((await notices.list(ben, { limit: 50 })).items).toHaveLength(1);
    });

    const facts = {
      kind: 'liked',
      mediaId,
      title: 'First snow',
      personDisplayName: 'Ben',
      others: 0,
    } as const;

    it('says of more, and is unread again; never of less, and of the same not again', async () => {
      const { notices } = await setUp();
      const told = notice(anna, noon, facts);
      await notices.tellOfMore(told, facts, inApp);
      expect(await notices.find(told)).toBeUndefined();
      await notices.add(told);
      await notices.markRead(anna, [told.id]);
      await notices.tellOfMore(told, facts, inApp);
      expect(await notices.countUnread(anna)).toBe(0);
      await notices.tellOfMore(told, { ...facts, others: 2 }, inApp);
      await notices.tellOfMore(told, { ...facts, others: 1 }, inApp);
      expect(await notices.find(told)).toEqual({ ...told, facts: { ...facts, others: 2 } });
      expect(await notices.countUnread(anna)).toBe(1);
      await notices.markRead(anna, [told.id]);
      await notices.tellOfMore(told, { ...facts, others: 2 }, inApp);
      expect(await notices.countUnread(anna)).toBe(0);
    });

    it('says of what came after, although of what came before something is hidden; what the release before wrote too', async () => {
      const { notices } = await setUp();
      const facts = { kind: 'photo-published', mediaId, title: 'First snow', others: 1 } as const;
      const told = notice(anna, noon, facts);
      await notices.add(told);
      await notices.tellOfMore(told, { ...facts, title: 'As many', others: 1, together: 2 }, inApp);
      expect((await notices.find(told))?.facts).toMatchObject({ title: 'First snow' });
      await notices.tellOfMore(told, { ...facts, title: 'Second snow', others: 0, together: 3 }, inApp);
      expect((await notices.find(told))?.facts).toMatchObject({ title: 'Second snow' });
      await notices.tellOfMore(told, { ...facts, title: 'Late', others: 1, together: 2 }, inApp);
      await notices.tellOfMore(told, { ...facts, title: 'Again', others: 2, together: 3 }, inApp);
      expect((await notices.find(told))?.facts).toMatchObject({ title: 'Second snow', together: 3 });
      await notices.tellOfMore(told, { ...facts, title: 'Of the release before', others: 3 }, inApp);
      expect((await notices.find(told))?.facts).toMatchObject({ title: 'Of the release before' });
    });

    const byMail = (at = noon) => ({ ...notice(anna, at, facts), mailOnly: true as const });

    it('keeps what goes by mail alone for its mail, and shows and counts it nowhere', async () => {
      const { notices } = await setUp();
      expect(await notices.add(byMail())).toEqual(byMail());
      expect(await notices.find(byMail())).toEqual(byMail());
      expect([await notices.list(anna, { limit: 10 }), await notices.countUnread(anna)]).toEqual([
        { items: [], nextCursor: undefined },
        0,
      ]);
      expect(await notices.claimMail(byMail(), 30)).toBe(1);
    });

    it('fills a page with what is in the app', async () => {
      const { notices } = await setUp();
      for (const minute of [1, 2]) await notices.add(notice(anna, later(minute)));
      for (const minute of [3, 4]) await notices.add(byMail(later(minute)));
      const { items, nextCursor } = await notices.list(anna, { limit: 1 });
      expect(items.map(({ createdAt }) => createdAt)).toEqual([later(2)]);
      const second = await notices.list(anna, { limit: 1, cursor: nextCursor });
      expect(second.items.map(({ createdAt }) => createdAt)).toEqual([later(1)]);
    });

    it('says of more as its reader wants it told then: with the mail alone, or in the app from now on', async () => {
      const { notices } = await setUp();
      await notices.add(byMail());
      await notices.tellOfMore(byMail(), { ...facts, others: 1 }, { inApp: false });
      expect(await notices.find(byMail())).toEqual({ ...byMail(), facts: { ...facts, others: 1 } });
      expect(await notices.countUnread(anna)).toBe(0);
      await notices.tellOfMore(byMail(), { ...facts, others: 2 }, inApp);
      const { mailOnly: _, ...shown } = { ...byMail(), facts: { ...facts, others: 2 } };
      expect((await notices.list(anna, { limit: 10 })).items).toEqual([shown]);
      expect(await notices.countUnread(anna)).toBe(1);
      await notices.markRead(anna, [shown.id]);
      await notices.tellOfMore(byMail(), { ...facts, others: 3 }, { inApp: false });
      expect((await notices.list(anna, { limit: 10 })).items).toMatchObject([
        { facts: { others: 3 }, read: true },
      ]);
      expect(await notices.countUnread(anna)).toBe(0);
    });

    it("lists one person's, newest first, page by page", async () => {
      const { notices } = await setUp();
      for (const minute of [1, 3, 2]) await notices.add(notice(anna, later(minute)));
      await notices.add(notice(ben, later(4)));
      const first = await notices.list(anna, { limit: 2 });
      expect(first.items.map(({ createdAt }) => createdAt)).toEqual([later(3), later(2)]);
      const second = await notices.list(anna, { limit: 2, cursor: first.nextCursor });
      expect(second.items.map(({ createdAt }) => createdAt)).toEqual([later(1)]);
      expect(second.nextCursor).toBeUndefined();
    });

    it('refuses a cursor that it did not give out', async () => {
      const { notices } = await setUp();
      const cursor = Buffer.from('{"id":"x"}').toString('base64url');
      await expect(notices.list(anna, { limit: 1, cursor })).rejects.toMatchObject({
        code: 'invalid-cursor',
      });
    });

    it("counts the unread ones, marks the caller's own as read, and passes over unknown ids", async () => {
      const { notices } = await setUp();
      for (const minute of [1, 2]) await notices.add(notice(anna, later(minute)));
      await notices.add(notice(ben));
      expect(await notices.countUnread(anna)).toBe(2);
      await notices.markRead(anna, [notice(anna, later(1)).id, notice(ben).id, ulid()]);
      expect(await notices.countUnread(anna)).toBe(1);
      expect(await notices.countUnread(ben)).toBe(1);
      expect((await notices.find(notice(anna, later(1))))?.read).toBe(true);
      expect((await notices.list(anna, { limit: 10 })).items).toHaveLength(2);
    });

    it('counts up to 100', async () => {
      const { notices } = await setUp();
      const times = Array.from({ length: 103 }, (_, second) => new Date(Date.parse(noon) + second * 1000));
      await Promise.all(times.map((time) => notices.add(notice(anna, time.toISOString()))));
      expect(await notices.countUnread(anna)).toBe(100);
    });

    it('gives the claim on a mail to one, until the lease is over', async () => {
      const { notices, time } = await setUp();
      await notices.add(notice(anna));
      expect(await notices.claimMail(notice(anna), 30)).toBe(1);
      expect(await notices.claimMail(notice(anna), 30)).toBeUndefined();
      time.now = '2026-11-21T12:00:30.000Z';
      expect(await notices.claimMail(notice(anna), 30)).toBeUndefined();
    });

    it('counts the copy of a claim that ran out', async () => {
      const { notices, time } = await setUp();
      await notices.add(notice(anna));
      for (const copies of [1, 2, 3]) {
        expect(await notices.claimMail(notice(anna), 30)).toBe(copies);
        time.now = `2026-11-21T12:0${copies}:00.000Z`;
      }
    });

    it('gives a released claim to the next at once, and does not count its copy', async () => {
      const { notices } = await setUp();
      await notices.add(notice(anna));
      for (const copies of [1, 1]) {
        expect(await notices.claimMail(notice(anna), 30)).toBe(copies);
        await notices.releaseMail(notice(anna), copies);
      }
      expect((await notices.find(notice(anna)))?.mail).toBe('queued');
    });

    it('takes no claim back from whoever has it since', async () => {
      const { notices, time } = await setUp();
      await notices.add(notice(anna));
      await notices.claimMail(notice(anna), 30);
      time.now = '2026-11-21T12:01:00.000Z';
      expect(await notices.claimMail(notice(anna), 30)).toBe(2);
      await notices.releaseMail(notice(anna), 1);
      expect((await notices.find(notice(anna)))?.mail).toBe('sending');
    });

    it('settles a mail once, with its event, and gives no claim on it any more', async () => {
      const { notices, outbox } = await setUp();
      await notices.add(notice(anna));
      await notices.claimMail(notice(anna), 30);
      await notices.settleMail(notice(anna), 'sent', [sent()]);
      await notices.settleMail(notice(anna), 'failed', [sent()]);
      await notices.releaseMail(notice(anna), 1);
      expect((await notices.find(notice(anna)))?.mail).toBe('sent');
      expect(await outbox()).toBe(1);
      expect(await notices.claimMail(notice(anna), 30)).toBeUndefined();
    });

    it('removes some, and passes over those that are not there', async () => {
      const { notices } = await setUp();
      for (const minute of [1, 2]) await notices.add(notice(anna, later(minute)));
      await notices.add(notice(ben));
      await notices.remove([notice(anna, later(1)), notice(anna, later(3))]);
      expect((await notices.list(anna, { limit: 10 })).items).toEqual([notice(anna, later(2))]);
      expect(await notices.countUnread(anna)).toBe(1);
      expect(await notices.find(notice(ben))).toEqual(notice(ben));
    });

    it('has no claim to give on what is not there', async () => {
      const { notices } = await setUp();
      expect(await notices.claimMail(notice(anna), 30)).toBeUndefined();
      expect(await notices.find(notice(anna))).toBeUndefined();
    });
  });
}
