import type { AuthorRepository } from '../ports.ts';
import { anna, ben } from '../test-world.ts';

const author = {
  userId: anna,
  handle: 'anna',
  displayName: 'Anna',
  version: 2,
  handleSince: '2026-11-21T10:00:00.000Z',
};
/** Says that the handle is theirs. It cannot be true of both; a forged or a faulty event says so. */
const claim = {
  userId: ben,
  handle: 'anna',
  displayName: 'Not Anna',
  version: 1,
  handleSince: '2026-11-21T11:00:00.000Z',
};

/** What every AuthorRepository does. */
export function behavesAsAuthors(make: () => Promise<AuthorRepository>): void {
  it('finds people by id and by handle', async () => {
    const authors = await make();
    expect(await authors.findMany([])).toEqual([]);
    expect(await authors.findMany([anna, ben])).toEqual([]);
    await authors.remember(author);
    expect(await authors.findMany([anna, ben])).toEqual([author]);
    expect(await authors.findByHandle('anna')).toEqual(author);
    expect(await authors.findByHandle('ben')).toBeUndefined();
  });

  it('keeps the newest name in whatever order and however often they are told', async () => {
    const authors = await make();
    const newer = { ...author, displayName: 'Anna L.', version: 3 };
    for (const told of [author, newer, author, newer]) await authors.remember(told);
    expect(await authors.findMany([anna])).toEqual([newer]);
  });

  it.each([
    ['before', [author, claim, claim]],
    ['after', [claim, claim, author]],
  ])('keeps a handle with the first who had it, told of %s another says the same', async (_, events) => {
    const authors = await make();
    for (const told of events) await authors.remember(told);
    expect(await authors.findByHandle('anna')).toEqual(author);
    expect(await authors.findMany([ben])).toEqual([claim]);
  });

  it('takes events that come at the same time', async () => {
    const authors = await make();
    const newer = { ...author, displayName: 'Anna L.', version: 3 };
    await Promise.all([author, newer, author, claim].map((told) => authors.remember(told)));
    expect(await authors.findMany([anna])).toEqual([newer]);
    expect(await authors.findByHandle('anna')).toEqual(newer);
  });

  it('knows the picture of the newest event, and none where that names none', async () => {
    const authors = await make();
    const avatar = { mediaId: '01KAJ7Q2M8Z4X6T0V5R3N1B9CD', url: '/renditions/x/w160.webp' };
    await authors.remember({ ...author, avatar, version: 2 });
    await authors.remember(author);
    expect(await authors.findMany([anna])).toMatchObject([{ avatar }]);
    await authors.remember({ ...author, version: 3 });
    expect((await authors.findMany([anna]))[0]?.avatar).toBeUndefined();
  });

  it('knows since when from an older event that comes late', async () => {
    const authors = await make();
    const update = { ...author, version: 3, handleSince: '2026-11-21T12:00:00.000Z' };
    for (const told of [update, claim]) await authors.remember(told);
    expect(await authors.findByHandle('anna')).toEqual(claim);
    for (const told of [author, update, author]) await authors.remember(told);
    expect(await authors.findByHandle('anna')).toEqual({ ...update, handleSince: author.handleSince });
  });

  it('gives a handle to the next one when the first has another', async () => {
    const authors = await make();
    const moved = { ...author, handle: 'anna-l', version: 3, handleSince: '2026-11-21T12:00:00.000Z' };
    for (const told of [author, claim, moved, author, moved]) await authors.remember(told);
    expect(await authors.findByHandle('anna')).toEqual(claim);
    expect(await authors.findByHandle('anna-l')).toEqual(moved);
  });

  it('knows of who is gone no more than that, whatever comes late, and gives the handle to the next', async () => {
    const authors = await make();
    for (const told of [author, claim]) await authors.remember(told);
    for (let i = 0; i < 2; i += 1) await authors.forget(anna, new Date());
    await authors.remember({ ...author, version: 9 });
    expect(new Set(await authors.findMany([anna, ben]))).toEqual(
      new Set([{ userId: anna, gone: true }, claim]),
    );
    expect([await authors.wasForgotten(anna), await authors.wasForgotten(ben)]).toEqual([true, false]);
    expect(await authors.findByHandle('anna')).toEqual(claim);
  });

  it('keeps the newest word on whether somebody is leaving, in whatever order and however often it is told', async () => {
    const authors = await make();
    const leavingUntil = '2026-12-05T12:00:00.000Z';
    const [left, returned] = [
      { userId: anna, leavingUntil, version: 3 },
      { userId: anna, version: 4 },
    ];
    for (const told of [author, claim]) await authors.remember(told);
    for (let i = 0; i < 2; i += 1) await authors.noteLeaving(left);
    await authors.remember({ ...author, displayName: 'Anna L.', version: 5 });
    expect(await authors.findMany([anna])).toMatchObject([{ displayName: 'Anna L.', leavingUntil }]);
    expect(await authors.findByHandle('anna')).toMatchObject({ userId: anna, leavingUntil });
    expect(await authors.findMany([ben])).toEqual([claim]);
    for (const told of [returned, returned, left]) await authors.noteLeaving(told);
    expect(await authors.findMany([anna])).toEqual([{ ...author, displayName: 'Anna L.', version: 5 }]);
  });

  it('knows that somebody is leaving before the name, and that they are gone whatever was known before', async () => {
    const authors = await make();
    const left = { userId: anna, leavingUntil: '2026-12-05T12:00:00.000Z', version: 3 };
    await authors.noteLeaving(left);
    expect(await authors.findMany([anna])).toEqual([{ userId: anna, leavingUntil: left.leavingUntil }]);
    await authors.remember(author);
    expect(await authors.findMany([anna])).toEqual([{ ...author, leavingUntil: left.leavingUntil }]);
    await authors.forget(anna, new Date());
    await authors.noteLeaving({ ...left, version: 9 });
    expect(await authors.findMany([anna])).toEqual([{ userId: anna, gone: true }]);
    await authors.noteLeaving({ ...left, userId: ben });
    await authors.noteLeaving({ userId: ben, version: 4 });
    expect(await authors.findMany([ben])).toEqual([{ userId: ben }]);
  });
}
