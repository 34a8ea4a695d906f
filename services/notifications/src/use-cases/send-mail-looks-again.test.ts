import { shownPictureExample } from '@shutterbus/contracts/fields';
import { memoryAddresses } from '../adapters/memory-addresses.ts';
import { memoryNotices } from '../adapters/memory-notices.ts';
import { memoryPeople } from '../adapters/memory-people.ts';
import { memoryPhotos } from '../adapters/memory-photos.ts';
import { memoryPictures } from '../adapters/memory-pictures.ts';
import { memoryPublications } from '../adapters/memory-publications.ts';
import type { Facts } from '../notice.ts';
import { anna, ben, mediaId, noon, notice, trace } from '../notices.fixture.ts';
import type { Mail } from '../ports.ts';
import { makeSendMail } from './send-mail.ts';

const otherId = '01KAJ7Q2M8Z4X6T0V5R3N1B9CE';
const leavingUntil = '2026-12-05T12:00:00.000Z';
const answered = { mediaId, title: 'First snow', personId: ben, personDisplayName: 'Ben' };
const published: Facts = {
  ...{ kind: 'photo-published', ownerId: ben, ownerDisplayName: 'Ben', firstId: mediaId },
  ...{ mediaId: otherId, title: 'Second snow', others: 1, otherTitles: ['First snow'], together: 2 },
};
const ofOthers: Facts[] = [
  { kind: 'new-follower', followerId: ben, followerHandle: 'ben', followerDisplayName: 'Ben' },
  published,
  { kind: 'liked', ...answered, others: 0 },
  { kind: 'commented', ...answered, others: 0 },
];
const ofPhotos = ofOthers.filter(({ kind }) => kind !== 'new-follower');

/** Anna is told something whose mail has waited for a while; of Ben's two photos both are public. */
async function setUp(facts: Facts) {
  const clock = () => new Date(noon);
  const [notices, people, photos] = [memoryNotices(clock), memoryPeople(), memoryPhotos()];
  const publications = memoryPublications();
  await people.rememberName({ userId: ben, handle: 'ben', displayName: 'Ben', version: 1 });
  await people.rememberAddress({ userId: anna, email: 'anna@example.com', version: 1 });
  for (const [id, title] of [
    [mediaId, 'First snow'],
    [otherId, 'Second snow'],
  ] as const)
    await publications.remember({ ownerId: ben, mediaId: id, title, version: 3, publishedAt: noon });
  const sent: Mail[] = [];
  const pictures = memoryPictures();
  const sendMail = makeSendMail({
    ...{ notices, people, photos, publications, pictures, clock, addresses: memoryAddresses() },
    mailer: { send: async (mail) => void sent.push(mail) },
    webOrigin: async () => 'https://photos.example.com',
    newId: () => mediaId,
    newKey: () => 'key',
  });
  const told = notice(anna, noon, facts);
  await notices.add(told);
  return {
    ...{ notices, people, pictures, sent },
    send: () => sendMail(told, { trace }),
    hide: (id: string, version = 4) => photos.remember({ mediaId: id, isPublic: false, version }),
    show: (id: string, version: number) => photos.remember({ mediaId: id, isPublic: true, version }),
  };
}

describe('sendMail, when its mail is due', () => {
  it.each(ofPhotos)('says nothing of a photo that was hidden meanwhile: $kind', async (facts) => {
    const { hide, send, sent, show, notices } = await setUp(facts);
    await hide(mediaId);
    await hide(otherId);
    expect(await send()).toBe('out-of-date');
    await show(mediaId, 5);
    expect(await send()).toBe('nothing-to-do');
    expect([sent, notices.events]).toEqual([[], []]);
  });

  it.each(ofPhotos)('says it of a photo that was shown again: $kind', async (facts) => {
    const { hide, send, show } = await setUp(facts);
    for (const id of [mediaId, otherId]) {
      await hide(id);
      await show(id, 5);
    }
    expect(await send()).toBe('sent');
  });

  it.each([
    [otherId, 'First snow', 'Second snow'],
    [mediaId, 'Second snow', 'First snow'],
  ])('names of a minute what is still to be seen', async (hidden, seen, gone) => {
    const { hide, send, sent } = await setUp(published);
    await hide(hidden);
    expect(await send()).toBe('sent');
    expect(sent[0]).toMatchObject({ subject: `New photo: “${seen}”` });
    expect(JSON.stringify(sent)).not.toContain(gone);
  });

  it.each(ofOthers)('says nothing of somebody who is leaving or gone: $kind', async (facts) => {
    for (const goes of ['leaving', 'gone']) {
      const { people, send, sent } = await setUp(facts);
      if (goes === 'leaving') await people.noteLeaving({ userId: ben, leavingUntil, version: 2 });
      else await people.forget(ben, new Date(noon));
      expect([await send(), sent]).toEqual(['out-of-date', []]);
    }
  });

  it.each(ofPhotos)('shows the photo that it is about, where everybody sees it: $kind', async (facts) => {
    const { pictures, send, sent } = await setUp(facts);
    const shown = 'mediaId' in facts ? facts.mediaId : mediaId;
    await pictures.remember(shown, { ...shownPictureExample, altText: 'A <white> street' });
    expect(await send()).toBe('sent');
    expect(sent[0]?.html).toContain(
      '<img src="https://photos.example.com/renditions/4fJx0uSuw2cVQeT1u9n8Zw/link-preview.jpg" width="432" height="324" alt="A &lt;white&gt; street"',
    );
    expect(sent[0]?.text).not.toContain('link-preview');
  });

  it('shows nothing where nothing does to everybody, or not in a form for mails; the title stands for what is to be seen', async () => {
    const facts: Facts = { kind: 'liked', ...answered, others: 0 };
    const { jpeg: _, ...small } = shownPictureExample;
    for (const picture of [undefined, small, shownPictureExample]) {
      const { pictures, send, sent } = await setUp(facts);
      if (picture) await pictures.remember(mediaId, { ...picture, altText: undefined });
      await send();
      const [alt] = /(?<=alt=")[^"]*/.exec(sent[0]?.html ?? '') ?? [];
      expect(alt).toBe(picture === shownPictureExample ? 'First snow' : undefined);
    }
  });

  it('tells of the others without the name of who is leaving', async () => {
    const { people, send, sent } = await setUp({ kind: 'liked', ...answered, others: 2 });
    await people.noteLeaving({ userId: ben, leavingUntil, version: 2 });
    expect(await send()).toBe('sent');
    expect(sent[0]?.subject).toBe('Somebody and 2 others liked “First snow”');
    expect(JSON.stringify(sent)).not.toContain('Ben');
  });

  it('looks at the photo that an earlier release told of, whose owner it did not write down', async () => {
    const { ownerId: _, ...facts } = published;
    const { hide, send } = await setUp(facts);
    await hide(otherId);
    expect(await send()).toBe('out-of-date');
  });

  it('says what concerns its reader alone in any case', async () => {
    for (const facts of [
      { kind: 'welcome', handle: 'anna' },
      { kind: 'photo-rejected', mediaId, title: 'First snow', reason: 'It is damaged.' },
    ] as const) {
      const { hide, send } = await setUp(facts);
      await hide(mediaId);
      expect(await send()).toBe('sent');
    }
  });
});
