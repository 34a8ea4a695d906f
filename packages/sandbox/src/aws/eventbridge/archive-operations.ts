import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import { readInput } from '../../core/read-input.ts';
import type { Archives } from './archives.ts';
import type { EventDefinitions } from './kept.ts';
import { InvalidPatternError } from './pattern-error.ts';
import type { Registry } from './registry.ts';

const input = z.object({
  ArchiveName: z.string().regex(/^[.\-_A-Za-z0-9]{1,48}$/, 'has 1 to 48 letters, digits, -, _ and .'),
  EventSourceArn: z.string(),
  Description: z.string().max(512).optional(),
  EventPattern: z.string().optional(),
  RetentionDays: z.number().int().min(0).default(0),
});

/**
 * CreateArchive: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html
 * @throws AwsError `ResourceAlreadyExistsException`, `ResourceNotFoundException`, `InvalidEventPatternException`
 */
export function createArchive(
  registry: Registry,
  archives: Archives,
  kept: EventDefinitions,
  given: Record<string, unknown>,
  now: number,
): unknown {
  const {
    ArchiveName: name,
    EventSourceArn: sourceArn,
    Description,
    EventPattern,
    RetentionDays,
  } = readInput(input, given, (sentence) => new AwsError('ValidationException', sentence));
  const bus = registry.findBus(sourceArn);
  if (!bus) {
    const busName = sourceArn.split(':event-bus/')[1] ?? sourceArn;
    throw new AwsError('ResourceNotFoundException', `Event bus ${busName} does not exist.`);
  }
  if (archives.list().some((archive) => archive.name === name))
    throw new AwsError('ResourceAlreadyExistsException', `Archive ${name} already exists.`);
  const definition = {
    ...{ name, sourceArn: bus.arn, description: Description, retentionDays: RetentionDays },
    pattern: EventPattern === undefined ? undefined : parsePattern(EventPattern),
  };
  try {
    const { arn } = archives.put(definition);
    kept.keep(arn, { kind: 'archive', definition });
    return { ArchiveArn: arn, State: 'ENABLED', CreationTime: now / 1000 };
  } catch (error) {
    if (error instanceof InvalidPatternError) throw new AwsError(error.code, error.message);
    throw error;
  }
}

function parsePattern(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AwsError('InvalidEventPatternException', 'Event pattern is not valid. Reason: it is not JSON');
  }
}
