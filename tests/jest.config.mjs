/**
 * Jest for every workspace. Sources are ES modules in TypeScript; @swc/jest turns them, and those dependencies that
 * ship ES modules only, into CommonJS, which is what jest's module registry runs without experimental flags.
 */
import { availableParallelism } from 'node:os';
import { esmOnlyPackages } from './jest.resolver.cjs';

// What the functions log is for CloudWatch; a test that looks at it says so itself. Workers inherit this.
process.env.POWERTOOLS_LOG_LEVEL ??= 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';

export default {
  rootDir: '..',
  testMatch: ['<rootDir>/{services,packages,scripts,tests}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '<rootDir>/tests/(flows|browser|deployed)/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.aws-sam/', '<rootDir>/.sandbox/'],
  resolver: '<rootDir>/tests/jest.resolver.cjs',
  transform: {
    '\\.[cm]?[jt]sx?$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/\\.pnpm/(?!(${esmOnlyPackages.join('|')})[+@])`],
  testSequencer: '<rootDir>/tests/slow-first.cjs',
  testEnvironment: 'node',
  // A test's globals are looked up by a call each, which made drawing a picture take three times as long. These are handed in:
  // names of the language alone, since a library may declare Node's own ones, such as Buffer, once more.
  sandboxInjectedGlobals: ['Math', 'Number', 'Object', 'Array', 'Map', 'Set', 'JSON', 'Uint8Array'],
  // Jest leaves one processor to itself, which is half of a machine with two. Those that wait leave room for the flows, which run
  // beside them: with half as many again, all of npm test took a tenth more of processor time.
  maxWorkers: availableParallelism(),
  // Against tests that hang, and for no other purpose: on a busy machine everything takes twenty times as long. A deadline
  // that means something stands in its test.
  testTimeout: 600_000,
};
