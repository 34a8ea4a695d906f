import base from './jest.config.mjs';

/** The tests that start the whole app and use it over HTTP. */
export default {
  ...base,
  testMatch: ['<rootDir>/tests/flows/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
