import { streamRecord } from '../../../test/lambda-fixture.ts';
import type { StreamRecord } from '../../core/ports.ts';
import { type Answer, processBatch, type StreamBatchPorts } from './stream-batch.ts';

const rules = {
  bisects: false,
  reportsItemFailures: false,
  maximumRetryAttempts: -1,
  maximumRecordAgeInSeconds: 60,
};
const done: Answer = { requestId: 'r', payload: 'null', failed: false };
const names = (records: readonly StreamRecord[]) => records.map(({ eventID }) => eventID).join();

function fakePorts(over: Partial<StreamBatchPorts>) {
  const told: string[] = [];
  const ports: StreamBatchPorts = {
    room: async () => {},
    invoke: async (records) => {
      told.push(`invoked ${names(records)}`);
      return done;
    },
    ageMs: () => 0,
    checkpoint: ({ eventID }) => void told.push(`done ${eventID}`),
    discard: (records, condition, attempts) =>
      void told.push(`${condition} ${names(records)} after ${attempts}`),
    stopped: () => false,
    rest: async () => {},
    ...over,
  };
  return { told, ports };
}

describe('processBatch', () => {
  it('gives up a record that grew too old while it waited for room', async () => {
    let age = 20_000;
    const waits: number[] = [];
    const { told, ports } = fakePorts({
      ageMs: () => age,
      async room(atMostMs) {
        waits.push(atMostMs);
        age += atMostMs;
      },
    });
    await processBatch([streamRecord('a', 1)], rules, ports);
    expect(waits).toEqual([40_001]);
    expect(told).toEqual(['RecordAgeExceeded a after 0']);
  });

  it('waits for room for ever where records never grow too old', async () => {
    const waits: number[] = [];
    const { told, ports } = fakePorts({ room: async (atMostMs) => void waits.push(atMostMs) });
    await processBatch([streamRecord('a', 1)], { ...rules, maximumRecordAgeInSeconds: -1 }, ports);
    expect([waits, told]).toEqual([[Number.POSITIVE_INFINITY], ['invoked a', 'done a']]);
  });

  it('rests twice as long before each attempt, for a minute at most', async () => {
    const rests: number[] = [];
    const { told, ports } = fakePorts({
      invoke: async () => ({ ...done, failed: true }),
      rest: async (awsMs) => void rests.push(awsMs / 1000),
    });
    await processBatch([streamRecord('a', 1)], { ...rules, maximumRetryAttempts: 8 }, ports);
    expect(rests).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(told).toEqual(['RetryAttemptsExhausted a after 9']);
  });

  it('counts no attempt when the function was throttled', async () => {
    const attempts: number[] = [];
    const { told, ports } = fakePorts({
      async invoke(_records, attempt) {
        attempts.push(attempt);
        return attempts.length < 4 ? undefined : done;
      },
    });
    await processBatch([streamRecord('a', 1)], { ...rules, maximumRetryAttempts: 0 }, ports);
    expect([attempts, told]).toEqual([[1, 1, 1, 1], ['done a']]);
  });
});
