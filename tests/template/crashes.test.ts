import { compileFilterPattern } from '@shutterbus/sandbox/aws/logs/filter-pattern';
import { services } from '../../scripts/lib/repository.ts';
import { readStacks } from './templates.ts';
import { textOf } from './values.ts';

const { stacks } = readStacks();

const report = (status: string, errorType?: string): string =>
  JSON.stringify({ type: 'platform.report', record: { requestId: '1', status, errorType } });

/** The line names no version, so each of these stops a release, whoever made the version. */
describe.each(services)('crashes of %s', (service) => {
  const counts = compileFilterPattern(textOf(stacks[service]?.Crashes?.properties.FilterPattern));

  it.each([
    ['timeout', undefined],
    ['failure', 'Runtime.Unknown'],
    ['error', 'Runtime.ExitError'],
    ['error', 'Runtime.OutOfMemory'],
    ['error', 'Runtime.ImportModuleError'],
  ])('are what ended a function from outside: %s %s', (status, errorType) => {
    expect(counts(report(status, errorType))).toBe(true);
  });

  it.each([
    ['success', undefined],
    ['error', undefined],
    ['error', 'WholeBatchFailedError'],
    ['error', 'TimeoutError'],
    ['error', 'HandleTakenError'],
  ])('are nothing that a function says itself, under its release: %s %s', (status, errorType) => {
    expect(counts(report(status, errorType))).toBe(false);
  });
});
