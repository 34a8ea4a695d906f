import * as z from 'zod';
import { startOwnApplication } from '../lib/own-application.ts';

/**
 * The application as `npm start` runs it, in a process of its own. It tells its parent where it is, and the id of each
 * photo at the moment when its thumbnails have been written down as READY.
 */
const event = z.object({ id: z.string(), 'detail-type': z.string(), detail: z.unknown() });
const thumbnailsGenerated = z.object({ data: z.object({ mediaId: z.string() }) });

const { sandbox, end } = await startOwnApplication();

const photoByEvent = new Map<string, string>();
sandbox.observe.listen((fact) => {
  if (fact.fact === 'accepted' && fact.work.kind === 'event') {
    const { id, 'detail-type': type, detail } = event.parse(JSON.parse(fact.content ?? ''));
    if (type === 'ThumbnailsGenerated') photoByEvent.set(id, thumbnailsGenerated.parse(detail).data.mediaId);
  }
  if (fact.fact !== 'ended' || !/OnThumbnailsGenerated/.test(fact.target)) return;
  const photo = photoByEvent.get(fact.cause?.id ?? '');
  if (photo !== undefined) process.send?.({ ready: photo });
});

process.on('disconnect', stop);
process.on('message', stop);
process.send?.({ webUrl: sandbox.webUrl });

async function stop(): Promise<void> {
  await end();
  process.exit(0);
}
