import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from '@shutterbus/contracts/catalogue';
import { type EventDefinition, parseEvent } from '@shutterbus/contracts/event';
import * as z from 'zod';
import { type EventReader, eventReaders } from '../../scripts/lib/event-readers.ts';

/** Events as the release before this one says them: while one takes over from the other, and out of queues and archive, they still come. */
const released = globSync('*.json', { cwd: path.join(import.meta.dirname, 'released') })
  .sort()
  .map((name) => {
    const text = readFileSync(path.join(import.meta.dirname, 'released', name), 'utf8');
    return { name, event: JSON.parse(text) as unknown };
  });
const envelope = z.object({
  source: z.string(),
  'detail-type': z.string(),
  detail: z.object({ metadata: z.object({ version: z.int() }) }),
});
const concerns = ({ definitions }: EventReader, event: unknown): boolean => {
  const { source, 'detail-type': detailType } = envelope.parse(event);
  return definitions.some((one) => one.source === source && one.detailType === detailType);
};

/** What a rule brings to these readers and they cannot read. */
function unread(readers: readonly EventReader[]): string[] {
  return released.flatMap(({ name, event }) =>
    readers
      .filter((reader) => concerns(reader, event))
      .flatMap(({ service, functionName, definitions }) => {
        try {
          parseEvent(definitions, event);
          return [];
        } catch {
          return [`${service} ${functionName} cannot read ${name}`];
        }
      }),
  );
}

describe('events of the release before', () => {
  it('are kept for each event that it said', () => {
    expect(released.length).toBeGreaterThan(20);
    for (const { event } of released) expect(envelope.safeParse(event).success).toBe(true);
  });

  it('are read by everybody to whom a rule brings them', () => {
    expect(unread(eventReaders())).toEqual([]);
  });

  it('are of versions that the catalogue still has', () => {
    for (const { event } of released) expect(() => parseEvent(catalogue, event)).not.toThrow();
  });

  it('and the check sees a reader that forgot a version, or wants a field that was not there', () => {
    const readers = eventReaders();
    const forgetful = readers.map((reader) => ({
      ...reader,
      definitions: reader.definitions.filter(
        ({ detailType, version }) => detailType !== 'MediaUploaded' || version > 1,
      ),
    }));
    expect(unread(forgetful)).toEqual(['thumbnails OnMediaUploaded cannot read MediaUploaded.json']);
    const demanding = (definition: EventDefinition): EventDefinition =>
      definition.detailType === 'MediaLiked'
        ? { ...definition, data: z.intersection(definition.data, z.object({ colour: z.string() })) }
        : definition;
    expect(
      unread(readers.map((reader) => ({ ...reader, definitions: reader.definitions.map(demanding) }))),
    ).toEqual(['notifications OnMediaLiked cannot read MediaLiked.json']);
  });
});

describe('versions that end', () => {
  const deprecated = catalogue.flatMap((definition) =>
    definition.deprecated ? [{ ...definition, ...definition.deprecated }] : [],
  );

  it('stand beside the one that says the same, and end after they were said to', () => {
    expect(deprecated.map(({ detailType, version }) => `${detailType} ${version}`)).toEqual([
      'NotificationSent 1',
      'NotificationFailed 1',
    ]);
    for (const { source, detailType, version, instead, since, until } of deprecated) {
      expect(instead).toBeGreaterThan(version);
      expect(catalogue).toContainEqual(expect.objectContaining({ source, detailType, version: instead }));
      expect(Date.parse(until)).toBeGreaterThan(Date.parse(since));
    }
  });
});
