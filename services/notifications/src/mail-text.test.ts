import { renderMail } from './mail-text.ts';
import { type Facts, pathOf, textOf } from './notice.ts';
import { ben, mediaId } from './notices.fixture.ts';

const reader = { displayName: 'Carla', webOrigin: 'https://photos.example.com' };
const published: Facts = {
  kind: 'photo-published',
  mediaId,
  title: 'First snow',
  ownerDisplayName: 'Anna',
  others: 0,
};
const all: Facts[] = [
  { kind: 'welcome', handle: 'carla' },
  { kind: 'new-follower', followerId: ben, followerHandle: 'ben', followerDisplayName: 'Ben' },
  published,
  {
    kind: 'photo-rejected',
    mediaId,
    title: 'First snow',
    reason: 'The file is damaged or is not a picture.',
  },
  { kind: 'liked', mediaId, title: 'First snow', personDisplayName: 'Ben', others: 12 },
  { kind: 'commented', mediaId, title: 'First snow', personDisplayName: 'Ben', others: 1 },
  { kind: 'download-packed', downloadId: mediaId, photos: 312 },
  { kind: 'download-failed', downloadId: mediaId },
];

describe('textOf', () => {
  it('words each kind', () => {
    expect(all.map(textOf)).toEqual([
      'Welcome to Shutterbus. Share your first photo.',
      'Ben follows you now.',
      'Anna published “First snow”.',
      '“First snow” cannot be shown. The file is damaged or is not a picture.',
      'Ben and 12 others liked “First snow”.',
      'Ben commented on “First snow”. 1 more comment since.',
      'Your 312 photos are packed, to be taken along for a day.',
      'Your photos could not be packed. Please ask for them again.',
    ]);
  });

  it('counts one photo as one', () => {
    expect(textOf({ kind: 'download-packed', downloadId: mediaId, photos: 1 })).toMatch(
      /^Your photo is packed/,
    );
  });

  it('does without the name of an owner who is not known yet', () => {
    expect(textOf({ kind: 'photo-published', mediaId, title: 'First snow', others: 0 })).toBe(
      'Somebody you follow published “First snow”.',
    );
  });
});

describe('renderMail', () => {
  it.each(all)('has subject, text and html with a link for $kind', (facts) => {
    const { subject, text, html } = renderMail(facts, reader);
    expect(subject.length).toBeGreaterThan(5);
    expect(text).toContain('Hello Carla,');
    expect(text).toContain(`https://photos.example.com${pathOf(facts)}`);
    expect(html).toContain(`href="https://photos.example.com${pathOf(facts)}"`);
  });

  it('escapes names and titles in html, and keeps the subject on one line', () => {
    const facts: Facts = { ...published, title: '<script>\n"x"', ownerDisplayName: "A & 'B'" };
    const { subject, text, html } = renderMail(facts, { ...reader, displayName: '<i>' });
    expect(subject).toBe('New photo: “<script> "x"”');
    expect(text).toContain('<script>');
    expect(html).toContain('A &amp; &#39;B&#39; published “&lt;script&gt;\n&quot;x&quot;”.');
    expect(html).toContain('Hello &lt;i&gt;,');
    expect(html).not.toContain('<script>');
  });

  it('tells of what came together in one mail, with some titles and the number of the rest', () => {
    const facts: Facts = { ...published, others: 6, otherTitles: ['Ice', 'Thaw'] };
    expect(textOf(facts)).toBe('Anna published “First snow” and 6 other photos.');
    const { subject, text } = renderMail(facts, reader);
    expect(subject).toBe('Anna published “First snow” and 6 other photos');
    expect(text).toContain('Also: “Ice”, “Thaw”, and 4 more.');
    expect(renderMail({ ...facts, others: 1, otherTitles: ['Ice'] }, reader).text).toContain('Also: “Ice”.');
  });

  it('does not let a name turn the direction of the sentence', () => {
    const facts: Facts = { ...published, title: 'שלג\u2066', ownerDisplayName: '\u202eannA' };
    const { subject, text, html } = renderMail(facts, { ...reader, displayName: 'C\u202darla' });
    expect(subject).toBe('New photo: “שלג”');
    for (const body of [text, html]) {
      expect(body).toContain('Hello Carla,');
      expect(body).toContain('annA published “שלג”.');
    }
  });

  it('greets a person whose name is not known yet', () => {
    expect(renderMail(published, { ...reader, displayName: undefined }).text).toMatch(/^Hello,/);
  });
});
