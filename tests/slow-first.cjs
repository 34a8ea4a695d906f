const { statSync } = require('node:fs');
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * The longest tests, from the longest on: what begins last would run alone at the end. Jest knows that from its last run, which
 * a fresh clone does not have.
 */
const slow = [
  'tests/flows/tutorial.test.ts',
  'tests/flows/tutorial-after-tour.test.ts',
  'tests/flows/photo-flow.test.ts',
  'tests/flows/invoke.test.ts',
  'tests/flows/hot-reload.test.ts',
  'tests/flows/backfill.test.ts',
  'tests/flows/leaving.test.ts',
  'tests/flows/release-checks.test.ts',
  'tests/flows/answers.test.ts',
  'tests/generators/generators.test.ts',
  'aws/lambda/durable/executions.test.ts',
  'aws/lambda/stuck-thread.test.ts',
  'test/hostile/corpus.test.ts',
  'tests/template/artifacts.test.ts',
];

/** These first, then by size as Jest does, in each run alike. */
module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const at = slow.findIndex((end) => path.replaceAll('\\', '/').endsWith(end));
      return at < 0 ? slow.length : at;
    };
    return tests
      .map((test) => ({ test, place: place(test), size: statSync(test.path).size }))
      .sort((a, b) => a.place - b.place || b.size - a.size)
      .map(({ test }) => test);
  }
};
