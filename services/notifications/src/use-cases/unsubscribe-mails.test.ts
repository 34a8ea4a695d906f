import { memoryPeople } from '../adapters/memory-people.ts';
import { anna, ben } from '../notices.fixture.ts';
import { unsubscribeToken } from '../unsubscribe-token.ts';
import { makeUnsubscribeMails } from './unsubscribe-mails.ts';

const sentAt = new Date('2026-11-21T12:00:00.000Z');
const after = (days: number): Date => new Date(sentAt.getTime() + days * 86_400_000);

async function setUp(now = sentAt) {
  const people = memoryPeople();
  for (const [userId, key] of [
    [anna, 'key of Anna'],
    [ben, 'key of Ben'],
  ] as const)
    await people.keepMailKey(userId, key);
  const unsubscribe = makeUnsubscribeMails({ people, clock: () => now });
  const off = async (userId: string) => (await people.find(userId))?.mailsOff ?? [];
  return { unsubscribe, off };
}
const token = unsubscribeToken({ userId: anna, kind: 'liked' }, 'key of Anna', sentAt);

describe('unsubscribeMails', () => {
  it('ends the mails of the kind that the link came with, for its reader, and does so again', async () => {
    const { unsubscribe, off } = await setUp(after(59));
    for (let times = 0; times < 2; times += 1)
      expect(await unsubscribe({ token })).toEqual({ kind: 'liked' });
    expect([await off(anna), await off(ben)]).toEqual([['liked'], []]);
  });

  it.each([
    ['of another kind', token.replace('.liked.', '.commented.')],
    ['of somebody else', token.replace(anna, ben)],
    ['of nobody', token.replace(anna, '77a3c9d0-1b2c-4d3e-8f40-5a6b7c8d9e33')],
    ['that would work for longer', token.replace(/\.(\d+)\./, (_, until) => `.${Number(until) + 1}.`)],
    [
      'signed with a key of somebody else',
      unsubscribeToken({ userId: anna, kind: 'liked' }, 'key of Ben', sentAt),
    ],
    ['without a signature', token.slice(0, token.lastIndexOf('.') + 1)],
    ['of a kind that always comes', token.replace('.liked.', '.welcome.')],
    ['that is none', 'nobody'],
  ])('refuses a link %s', async (_, changed) => {
    const { unsubscribe, off } = await setUp();
    await expect(unsubscribe({ token: changed })).rejects.toThrow(
      expect.objectContaining({ kind: 'forbidden', code: 'link-not-valid' }),
    );
    expect([await off(anna), await off(ben)]).toEqual([[], []]);
  });

  it('refuses a link after 60 days', async () => {
    const { unsubscribe } = await setUp(after(60));
    await expect(unsubscribe({ token })).rejects.toThrow(expect.objectContaining({ code: 'link-not-valid' }));
  });
});
