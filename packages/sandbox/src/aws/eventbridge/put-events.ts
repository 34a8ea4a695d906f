import { AwsError } from '../../core/aws-error.ts';
import { isObject } from './pattern-operators.ts';
import type { Publisher } from './publisher.ts';
import type { Bus, Registry } from './registry.ts';
import type { DeliveredEvent } from './target-input.ts';

const MAX_ENTRIES = 10;
/** 1 MiB for the whole request. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const MAX_BYTES = 1024 * 1024;
/** Bytes that a Time counts for. */
const TIME_BYTES = 14;
/** Deeper JSON is not processed. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_DEPTH = 1100;

interface EntryError {
  ErrorCode: string;
  ErrorMessage: string;
}

/**
 * PutEvents: the good entries are stored together before the answer, the bad ones reported at their index. An event for
 * a bus that does not exist is taken without a word and lost, as in AWS.
 * @param check called for each bus that gets some, before anything is kept
 */
export function putEvents(
  registry: Registry,
  publisher: Publisher,
  input: Record<string, unknown>,
  check: (busArn: string) => void,
): unknown {
  const { Entries: entries } = input;
  if (!Array.isArray(entries) || entries.length === 0) {
    throw new AwsError('ValidationException', 'Entries must hold at least one entry.');
  }
  if (entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'ValidationException',
      "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10",
    );
  }
  const parsed = entries.map((entry: unknown) => (isObject(entry) ? entry : {}));
  if (parsed.reduce((sum, entry) => sum + entryBytes(entry), 0) > MAX_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  const results = parsed.map((entry) => read(registry, publisher, entry));
  const accepted = results.flatMap((result) =>
    'bus' in result && result.bus ? [{ bus: result.bus, event: result.event }] : [],
  );
  for (const arn of new Set(accepted.map(({ bus }) => bus.arn))) check(arn);
  publisher.accept(accepted);
  return {
    FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
    Entries: results.map((result) => ('event' in result ? { EventId: result.event.id } : result)),
  };
}

function read(
  registry: Registry,
  publisher: Publisher,
  entry: Record<string, unknown>,
): { bus: Bus | undefined; event: DeliveredEvent } | EntryError {
  const { Source: source, DetailType: detailType, Detail: detail, Resources: resources, Time: time } = entry;
  if (!isText(source)) return missing('Source');
  if (!isText(detailType)) return missing('DetailType');
  if (!isText(detail)) return missing('Detail');
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const parsedDetail = parseDetail(detail);
  if (!parsedDetail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const busName = typeof entry.EventBusName === 'string' ? entry.EventBusName : undefined;
  return {
    bus: registry.findBus(busName),
    event: publisher.complete({
      source,
      'detail-type': detailType,
      time: timeOf(time),
      resources: Array.isArray(resources) ? resources.map(String) : [],
      detail: parsedDetail,
    }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function missing(name: string): EntryError {
  return {
    ErrorCode: 'InvalidArgument',
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  };
}

function timeOf(time: unknown): string {
  const date =
    typeof time === 'number' ? new Date(time * 1000) : typeof time === 'string' ? new Date(time) : new Date();
  return (Number.isNaN(date.getTime()) ? new Date() : date).toISOString();
}

function parseDetail(text: string): Record<string, unknown> | undefined {
  if (nesting(text) > MAX_DEPTH) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Deepest nesting of JSON text, brackets inside strings left out. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '\\') i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '[' || character === '{')) deepest = Math.max(deepest, ++depth);
    else if (!quoted && (character === ']' || character === '}')) depth--;
  }
  return deepest;
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevents-size */
function entryBytes(entry: Record<string, unknown>): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail];
  if (Array.isArray(entry.Resources)) texts.push(...entry.Resources);
  return texts.reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0),
    entry.Time === undefined ? 0 : TIME_BYTES,
  );
}
