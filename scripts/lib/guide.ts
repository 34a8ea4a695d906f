import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from '@shutterbus/contracts/catalogue';
import { type EventDefinition, metadataSchema } from '@shutterbus/contracts/event';
import type { CatalogueEntry, Guide } from '@shutterbus/sandbox/console/guide';
import { ulid } from 'ulid';
import * as z from 'zod';
import { eventFrom } from './contract-files.ts';
import { messageName } from './event-readers.ts';
import { root } from './repository.ts';
import { webAppLook } from './web-app-look.ts';

/** What the sandbox's own pages are told of this application; they know nothing of it by themselves. */
export const guide: Guide = {
  correlation: 'detail.metadata.correlationId',
  subject: ['detail.metadata.aggregateId', 'detail.object.key'],
  meanings: {
    'detail.metadata.eventId': "the service's own; consumers know by it what they have seen",
    'detail.metadata.version': 'of the schema in packages/contracts',
    'detail.metadata.occurredAt': 'when it happened, which may be long before it was put',
    'detail.metadata.correlationId': 'the same in all that follows from one request or upload',
    'detail.metadata.causationId': 'the event or request that led directly to this one',
    'detail.metadata.aggregateId': 'whom it is about',
    'detail.metadata.aggregateVersion':
      'grows with each change; what is older than what a consumer knows, it drops',
    'detail.metadata.actorId': 'the person who acted',
    'detail.data': 'what is told, by the schema of its version',
  },
  catalogue: catalogue.map(entryOf),
  runbook: sectionOf,
  look: webAppLook(),
};

/** The section of a document that `docs/operations.md#a-service-fails` names. */
function sectionOf(description: string): string | undefined {
  const [file = '', anchor] = description.split('#');
  if (!file.startsWith('docs/') || anchor === undefined) return undefined;
  const sections = readFileSync(path.join(root, file), 'utf8').split(/^#+ /m);
  const named = (section: string) => section.split('\n', 1)[0]?.toLowerCase().replaceAll(' ', '-');
  return sections.find((section) => named(section) === anchor);
}

function entryOf(definition: EventDefinition): CatalogueEntry {
  const { source, detailType, summary, version } = definition;
  const detail = z.object({
    metadata: metadataSchema.extend({ version: z.literal(version) }),
    data: definition.data,
  });
  return {
    ...{ name: messageName(definition), source, detailType, summary },
    sample: () =>
      eventFrom(definition, {
        ...{ eventId: ulid(), correlationId: randomUUID(), now: new Date(), data: definition.example },
      }).detail,
    faults: (sent) =>
      detail.safeParse(sent).error?.issues.map(({ path, message }) => ({ path: path.join('.'), message })) ??
      [],
  };
}
