import base from './jest.config.mjs';

/** The tests that need a browser; .ci/run installs one and runs them. */
export default {
  ...base,
  // A browser and an application for each.
  maxWorkers: '50%',
  testMatch: ['<rootDir>/tests/browser/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
