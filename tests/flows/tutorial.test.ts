import { isWhole } from '@shutterbus/testing/sample';
import { anApp, chapters, cheapestTest, keepsItsPromise, named } from './tutorial-commands.ts';

/**
 * Each command of each chapter is run as it stands there, against an app on the addresses that the text names. Else than with CHECKS=whole, as in
 * the pipeline, tutorial-after-tour.test.ts is enough, and no release is rehearsed, which takes a minute of processor time: what
 * releases are made of is tried by sandbox-release.test.ts.
 */
if (isWhole)
  describe('the tutorial on an empty state', () => {
    const app = anApp();

    describe.each(chapters)('$chapter', ({ blocks }) => {
      it.each(named(blocks))('%s', (_, block) => keepsItsPromise(app(), block));
    });
  });

describe('the tutorial', () => {
  it('has commands in every chapter', () => {
    for (const { blocks } of chapters) expect(blocks.length).toBeGreaterThan(0);
    const all = chapters.flatMap(({ blocks }) => blocks.map(({ commands }) => commands));
    expect(all).toContain(cheapestTest);
  });
});
