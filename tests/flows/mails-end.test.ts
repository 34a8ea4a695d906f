import type { RunningApp } from '@shutterbus/testing/app';
import { mailsTo, Person } from '@shutterbus/testing/person';
import { done, mailed } from '@shutterbus/testing/wanted';
import { lookAfter } from '@shutterbus/testing/watched-sandbox';
import { sharedApp } from './shared-app.ts';

/** SES's mailbox simulator, from the mail to the settings of whom it was for. */
describe('mails that come back', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await sharedApp();
  });

  it.each([
    ['bounced', 'bounce+ann@simulator.amazonses.com'],
    ['complained', 'complaint+cleo@simulator.amazonses.com'],
  ])('end mails to the address, once one %s, and nobody else’s', async (reason, email) => {
    const reader = await Person.join(app, 'Ann', { handle: `reader-${reason}`, email });
    await lookAfter(app, done('OnMailFeedback'), async () =>
      expect((await reader.get('/v1/notifications/preferences')).body.mailsEnded).toBe(reason),
    );
    const before = await mailsTo(app, email);
    expect(before.some(({ subject }) => /welcome/i.test(subject))).toBe(true);
    const [ben, other] = await Promise.all([Person.join(app, 'Ben'), Person.join(app, 'Other')]);
    for (const { handle } of [reader, other])
      expect((await ben.put(`/v1/users/${handle}/follow`)).status).toBe(204);
    await lookAfter(app, mailed(other.email), async () => {
      const subjects = (await mailsTo(app, other.email)).map(({ subject }) => subject);
      expect(subjects).toContain('Ben follows you now');
    });
    const { body } = await reader.get('/v1/notifications');
    expect(body.items.map(({ kind }: { kind: string }) => kind)).toContain('new-follower');
    expect(await mailsTo(app, email)).toHaveLength(before.length);
    expect((await other.get('/v1/notifications/preferences')).body).not.toHaveProperty('mailsEnded');
  });
});
