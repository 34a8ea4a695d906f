import { AwsError } from '../../core/aws-error.ts';
import { isRecord } from './parameters.ts';

const MAX_ENTRIES = 10;

/** Does each entry for itself; what fails is reported under its id. @throws AwsError when the batch itself is not valid */
export function inBatch(
  entries: unknown,
  work: (entry: Record<string, unknown>) => unknown,
): { Successful: unknown[]; Failed: unknown[] } {
  const Successful: unknown[] = [];
  const Failed: unknown[] = [];
  for (const { id, entry } of readEntries(entries)) {
    try {
      const result = work(entry);
      Successful.push({ Id: id, ...(isRecord(result) && result) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

function readEntries(entries: unknown): { id: string; entry: Record<string, unknown> }[] {
  const list: unknown[] = Array.isArray(entries) ? entries : [];
  if (list.length === 0) {
    throw batchError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (list.length > MAX_ENTRIES) {
    throw batchError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${list.length}.`,
    );
  }
  const read = list.map((entry) => {
    const record = isRecord(entry) ? entry : {};
    const id = record.Id;
    if (typeof id !== 'string' || !/^[\w-]{1,80}$/.test(id)) {
      throw batchError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores, at most 80.',
      );
    }
    return { id, entry: record };
  });
  if (new Set(read.map(({ id }) => id)).size < read.length) {
    throw batchError(
      'BatchEntryIdsNotDistinct',
      'Two or more batch entries in the request have the same Id.',
    );
  }
  return read;
}

export function batchError(code: string, message: string): AwsError {
  return new AwsError(`AWS.SimpleQueueService.${code}`, message);
}
