import { availableParallelism } from 'node:os';
import base from './jest.config.mjs';

/** Most files start applications of their own, at some 400 MB each: more processors would need more memory than many machines have. */
const mostApplications = 4;

/** The tests that start the whole app and use it over HTTP. */
export default {
  ...base,
  maxWorkers: Math.min(availableParallelism(), mostApplications),
  // The applications find everything built, and build nothing side by side; one of them is for several files.
  globalSetup: '<rootDir>/tests/flows/before-all.mjs',
  globalTeardown: '<rootDir>/tests/flows/after-all.mjs',
  // A rehearsal of a release takes a minute, and with a load of twenty more than ten.
  testTimeout: 1_800_000,
  testMatch: ['<rootDir>/tests/flows/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
