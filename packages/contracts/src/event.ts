import * as z from 'zod';
import { timestampField, ulidField } from './fields.ts';

/** Who caused what: travels from the HTTP request or upload through every event, log line and mail. */
export interface Trace {
  correlationId: string;
  /** The event or request that led directly to this one. */
  causationId: string;
  /** The person who acted; absent when nobody did (a timer, a service). */
  actorId?: string | undefined;
}

export const metadataSchema = z.object({
  eventId: ulidField,
  version: z.int().positive(),
  occurredAt: timestampField,
  correlationId: z.string().min(1).max(128),
  causationId: z.string().min(1).max(128),
  aggregateId: z.string().min(1),
  /** Grows by one with each change of the aggregate; consumers drop what is older than what they have seen. */
  aggregateVersion: z.int().positive(),
  actorId: z.string().optional(),
});

export type EventMetadata = z.infer<typeof metadataSchema>;

export interface EventDefinition<
  Source extends string = string,
  Type extends string = string,
  Data = unknown,
> {
  /** `shutterbus.<service>` */
  source: Source;
  /** PascalCase, past tense. */
  detailType: Type;
  version: number;
  summary: string;
  /** Said beside the version that tells more, for readers that have not moved yet (decision 0069). */
  deprecated?: Deprecation;
  data: z.ZodType<Data>;
  example: NoInfer<Data>;
}

export interface Deprecation {
  /** The version that says all of it. */
  instead: number;
  /** Dates as in `2026-11-28`: since when one should move, and the last day on which it is sent. */
  since: string;
  until: string;
}

export interface DomainEvent<Type extends string = string, Data = unknown> {
  source: string;
  detailType: Type;
  detail: { metadata: EventMetadata; data: Data };
}

/** The event that a definition describes. */
export type EventOf<Definition> =
  Definition extends EventDefinition<string, infer Type, infer Data> ? DomainEvent<Type, Data> : never;

/** What a person or a program reads about one event; the single place where it is written down. */
export function defineEvent<Source extends string, Type extends string, Data>(
  definition: EventDefinition<Source, Type, Data>,
): EventDefinition<Source, Type, Data> {
  return definition;
}

export interface EventFacts<Data> {
  eventId: string;
  occurredAt: string;
  aggregateId: string;
  aggregateVersion: number;
  trace: Trace;
  data: Data;
}

/**
 * Builds an event that is ready for the outbox.
 * @throws z.ZodError when the data breaks the definition's schema: a publisher's fault never reaches the bus
 */
export function createEvent<Type extends string, Data>(
  definition: EventDefinition<string, Type, Data>,
  { eventId, occurredAt, aggregateId, aggregateVersion, trace, data }: EventFacts<Data>,
): DomainEvent<Type, Data> {
  const metadata = metadataSchema.parse({
    eventId,
    version: definition.version,
    occurredAt,
    correlationId: trace.correlationId,
    causationId: trace.causationId,
    aggregateId,
    aggregateVersion,
    actorId: trace.actorId,
  });
  return {
    source: definition.source,
    detailType: definition.detailType,
    detail: { metadata, data: definition.data.parse(data) },
  };
}

/** An event that this consumer cannot read; it belongs into the dead-letter queue, not into a retry. */
export class UnreadableEventError extends Error {
  readonly code = 'UNREADABLE_EVENT';

  constructor(message: string) {
    super(message);
    this.name = 'UnreadableEventError';
  }
}

const arrivedSchema = z.object({
  source: z.string(),
  'detail-type': z.string(),
  detail: z.object({ metadata: metadataSchema, data: z.unknown() }),
});

/**
 * Reads an EventBridge event as one of the definitions. Unknown fields are dropped, so a publisher may add some.
 * @throws UnreadableEventError on an unknown type or version, or data that breaks the schema; it names fields, never values
 */
export function parseEvent<Definition extends EventDefinition>(
  definitions: readonly Definition[],
  arrived: unknown,
): EventOf<Definition> {
  const envelope = arrivedSchema.safeParse(arrived);
  if (!envelope.success) throw new UnreadableEventError(`not an event of ours: ${fields(envelope.error)}`);
  const { source, 'detail-type': detailType, detail } = envelope.data;
  const { version } = detail.metadata;
  const definition = definitions.find(
    (candidate) =>
      candidate.source === source && candidate.detailType === detailType && candidate.version === version,
  );
  if (!definition) throw new UnreadableEventError(`no reader for ${source} ${detailType} version ${version}`);
  const data = definition.data.safeParse(detail.data);
  if (!data.success)
    throw new UnreadableEventError(`${detailType} version ${version}: ${fields(data.error)}`);
  return {
    source,
    detailType,
    detail: { metadata: detail.metadata, data: data.data },
  } as EventOf<Definition>;
}

function fields(error: z.ZodError): string {
  return error.issues.map(({ path, code }) => `${path.join('.') || 'event'} (${code})`).join(', ');
}
