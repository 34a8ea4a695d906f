import type { StreamRecord } from '../../core/ports.ts';
import { failedItems } from './batch-response.ts';
import type { InvocationRecord } from './destinations.ts';
import type { Outcome } from './invocation.ts';

export interface StreamBatchRules {
  bisects: boolean;
  reportsItemFailures: boolean;
  /** -1 is without end. */
  maximumRetryAttempts: number;
  /** -1 is without end. */
  maximumRecordAgeInSeconds: number;
}

export type Answer = Outcome & { requestId: string };
export type DiscardCondition = Extract<
  InvocationRecord['requestContext']['condition'],
  'RetryAttemptsExhausted' | 'RecordAgeExceeded'
>;

export interface StreamBatchPorts {
  /** Waits until the function has room, or for `atMostMs` of real time. */
  room(atMostMs: number): Promise<void>;
  /** @returns undefined when there was no room after all, which costs no attempt */
  invoke(records: readonly StreamRecord[], attempt: number): Promise<Answer | undefined>;
  ageMs(record: StreamRecord): number;
  /** Every record up to and with this one is done. */
  checkpoint(record: StreamRecord): void;
  /** Hands them on to the failure destination; they are done then. */
  discard(
    records: readonly StreamRecord[],
    condition: DiscardCondition,
    attempts: number,
    answer: Answer | undefined,
  ): void;
  stopped(): boolean;
  /** Waits in AWS time for the next attempt; shorter when the mapping stops. */
  rest(ms: number, answer: Answer, nextAttempt: number): Promise<void>;
}

/** Waits of AWS time between attempts: doubled from the first to the last. */
const firstWaitMs = 1000;
const lastWaitMs = 60_000;

/**
 * Brings one batch to its end in order: done, or discarded to the failure destination.
 * An error splits the batch in halves, which uses up no attempt. A list of failed items checkpoints before the lowest;
 * the rest is tried again, and is split too when its very first record failed, so that a poison record ends up alone.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function processBatch(
  batch: readonly StreamRecord[],
  rules: StreamBatchRules,
  ports: StreamBatchPorts,
): Promise<void> {
  /** Parts in stream order. */
  const parts: { records: readonly StreamRecord[]; attempts: number; answer?: Answer }[] = [
    { records: batch, attempts: 0 },
  ];
  for (let part = parts.shift(); part && !ports.stopped(); part = parts.shift()) {
    const { records, attempts } = part;
    const [first] = records;
    const last = records.at(-1);
    if (!first || !last) continue;
    let condition = discardCondition(first, attempts, rules, ports);
    if (!condition) {
      await ports.room(untilTooOldMs(first, rules, ports));
      if (ports.stopped()) return;
      condition = discardCondition(first, attempts, rules, ports);
    }
    if (condition) {
      ports.discard(records, condition, attempts, part.answer);
      continue;
    }
    const answer = await ports.invoke(records, attempts + 1);
    if (ports.stopped()) return;
    if (!answer) {
      parts.unshift(part);
      continue;
    }
    const failedAt = firstFailure(records, rules, answer);
    const before = records[failedAt - 1];
    if (before) ports.checkpoint(before);
    if (failedAt === records.length) continue;
    const rest = records.slice(failedAt);
    if (failedAt > 0) {
      parts.unshift({ records: rest, attempts: 0, answer });
    } else if (rules.bisects && rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      parts.unshift(
        { records: rest.slice(0, middle), attempts: 0, answer },
        { records: rest.slice(middle), attempts: 0, answer },
      );
    } else {
      parts.unshift({ records: rest, attempts: attempts + 1, answer });
      const exhausted = rules.maximumRetryAttempts >= 0 && attempts + 1 > rules.maximumRetryAttempts;
      const waitMs = Math.min(firstWaitMs * 2 ** attempts, lastWaitMs);
      if (!exhausted) await ports.rest(waitMs, answer, attempts + 2);
    }
  }
}

function discardCondition(
  first: StreamRecord,
  attempts: number,
  { maximumRetryAttempts, maximumRecordAgeInSeconds }: StreamBatchRules,
  ports: StreamBatchPorts,
): DiscardCondition | undefined {
  if (maximumRetryAttempts >= 0 && attempts > maximumRetryAttempts) return 'RetryAttemptsExhausted';
  const expired = maximumRecordAgeInSeconds >= 0 && ports.ageMs(first) > maximumRecordAgeInSeconds * 1000;
  return expired ? 'RecordAgeExceeded' : undefined;
}

/** Real milliseconds after which a record that only waits for room is too old. */
function untilTooOldMs(
  first: StreamRecord,
  { maximumRecordAgeInSeconds }: StreamBatchRules,
  ports: StreamBatchPorts,
): number {
  if (maximumRecordAgeInSeconds < 0) return Number.POSITIVE_INFINITY;
  return maximumRecordAgeInSeconds * 1000 - ports.ageMs(first) + 1;
}

/** Index of the first record that is not done; the batch's length when all are. */
function firstFailure(records: readonly StreamRecord[], rules: StreamBatchRules, answer: Answer): number {
  if (answer.failed) return 0;
  if (!rules.reportsItemFailures) return records.length;
  const sequenceNumbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  const failed = failedItems(answer.payload, sequenceNumbers);
  return failed.length === 0
    ? records.length
    : Math.min(...failed.map((number) => sequenceNumbers.indexOf(number)));
}
