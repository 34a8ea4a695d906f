import { anApp, chapters, keepsItsPromise, named } from './tutorial-commands.ts';

/** Each command of each chapter is run as it stands there, against an app on the addresses that the text names. */
describe('the tutorial on an empty state', () => {
  const app = anApp();

  describe.each(chapters)('$chapter', ({ blocks }) => {
    it.each(named(blocks))('%s', (_, block) => keepsItsPromise(app(), block));
  });

  it('has commands in every chapter', () => {
    for (const { blocks } of chapters) expect(blocks.length).toBeGreaterThan(0);
  });
});
