import { isWhole } from '@shutterbus/testing/sample';
import type { CommandBlock } from '../../scripts/lib/documented-commands.ts';
import { anApp, chapters, keepsItsPromise, named } from './tutorial-commands.ts';

/** With CHECKS=whole, as in the pipeline, all; else one of the steps of `npm test` stands for the others, which run beside this anyway. */
const isRun = ({ commands }: CommandBlock): boolean =>
  isWhole || !commands.startsWith('npm test') || commands.endsWith(cheapestStep);
const cheapestStep = '--only unit -- services/users/src/use-cases/get-user';

/** Each command of each chapter is run as it stands there, against an app on the addresses that the text names. */
describe('the tutorial on an empty state', () => {
  const app = anApp();

  describe.each(chapters)('$chapter', ({ blocks }) => {
    it.each(named(blocks.filter(isRun)))('%s', (_, block) => keepsItsPromise(app(), block));
  });

  it('has commands in every chapter', () => {
    for (const { blocks } of chapters) expect(blocks.length).toBeGreaterThan(0);
    const all = chapters.flatMap(({ blocks }) => blocks.map(({ commands }) => commands));
    expect(all).toContain(`npm test -- ${cheapestStep}`);
  });
});
