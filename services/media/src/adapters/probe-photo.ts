import { randomUUID } from 'node:crypto';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { answersWith, httpEvent, invoke, runProbes } from '@shutterbus/lambda/probes';
import * as z from 'zod';

/** ARNs of the versions under test. */
interface PhotoVersions {
  requestUpload: string;
  listFeed: string;
  listMine: string;
  getPhoto: string;
  updatePhoto: string;
  deletePhoto: string;
}

const reserved = z.object({ statusCode: z.literal(201), body: z.string() });
const reservation = z.object({ photo: z.object({ id: z.string() }) });

/**
 * The life of a private photo without bytes, by new versions alone: reserved, listed, read, changed, deleted. It is
 * deleted also when a step fails; should that fail too, it expires by itself like every photo whose bytes never come.
 * @throws Error that names the version whose answer is wrong
 */
export async function probePhoto(
  versions: PhotoVersions,
  client?: Pick<LambdaClient, 'send'>,
): Promise<void> {
  const userId = randomUUID();
  const body = { title: 'Release check', visibility: 'private', contentType: 'image/jpeg', sizeBytes: 1000 };
  const asked = httpEvent({ method: 'POST', path: '/v1/media', userId, body });
  const answer = reserved.safeParse((await invoke(versions.requestUpload, asked, client)).payload);
  if (!answer.success) throw new Error(`${versions.requestUpload}: did not reserve a photo`);
  const { id } = reservation.parse(JSON.parse(answer.data.body)).photo;

  const photo = { path: '/v1/media/{id}', params: { id }, userId };
  try {
    await runProbes(
      [
        answersWith(versions.listFeed, { method: 'GET', path: '/v1/media' }, 200),
        answersWith(versions.listMine, { method: 'GET', path: '/v1/media/mine', userId }, 200),
        answersWith(versions.getPhoto, { ...photo, method: 'GET' }, 200),
        answersWith(versions.updatePhoto, { ...photo, method: 'PATCH', body: { title: 'Checked' } }, 200),
      ],
      client,
    );
  } finally {
    await runProbes([answersWith(versions.deletePhoto, { ...photo, method: 'DELETE' }, 204)], client);
  }
}
