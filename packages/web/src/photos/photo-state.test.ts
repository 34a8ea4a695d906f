import { absenceOf, isSettling, renditionsFollowed } from './photo-state.ts';

const createdAt = '2026-11-21T10:00:00.000Z';
const minutesLater = (minutes: number) => Date.parse(createdAt) + minutes * 60_000;

describe('isSettling', () => {
  it('is true for a photo in work, however long that takes', () => {
    expect(isSettling({ status: 'processing', createdAt }, minutesLater(600))).toBe(true);
  });

  it('gives an upload that never came up', () => {
    expect(isSettling({ status: 'awaiting-upload', createdAt }, minutesLater(1))).toBe(true);
    expect(isSettling({ status: 'awaiting-upload', createdAt }, minutesLater(16))).toBe(false);
  });

  it('is false at the end of the road', () => {
    expect(isSettling({ status: 'ready', createdAt }, minutesLater(0))).toBe(false);
    expect(isSettling({ status: 'rejected', createdAt }, minutesLater(0))).toBe(false);
  });
});

describe('absenceOf', () => {
  it('tells a file that is on its way from one that will never come', () => {
    const photo = { status: 'awaiting-upload', createdAt, updatedAt: createdAt } as const;
    expect(absenceOf(photo, minutesLater(1))).toBe('Waiting for its file…');
    expect(absenceOf(photo, minutesLater(16))).toMatch(/never arrived/);
  });

  it('says when processing takes longer than usual', () => {
    const photo = { status: 'processing', createdAt, updatedAt: createdAt } as const;
    expect(absenceOf(photo, minutesLater(0.2))).toBe('Processing…');
    expect(absenceOf(photo, minutesLater(0.5))).toBe('Takes longer than usual…');
  });
});

describe('renditionsFollowed', () => {
  const rendition = { name: 'w320', kind: 'whole', widthPx: 320, heightPx: 240 };

  it('wants addresses for a public photo and none for a private one', () => {
    const linked = [{ ...rendition, url: '/renditions/x/w320.webp' }];
    expect(renditionsFollowed({ visibility: 'public', renditions: linked })).toBe(true);
    expect(renditionsFollowed({ visibility: 'private', renditions: linked })).toBe(false);
    expect(renditionsFollowed({ visibility: 'public', renditions: [rendition] })).toBe(false);
    expect(renditionsFollowed({ visibility: 'private', renditions: [rendition] })).toBe(true);
  });
});
