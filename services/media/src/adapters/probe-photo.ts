import { randomUUID } from 'node:crypto';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { deletePhoto, requestUpload, reservedShape } from '@shutterbus/contracts/routes/media';
import { type Ask, answersWith, httpEvent, invoke, type Probe } from '@shutterbus/lambda/probes';
import * as z from 'zod';

/** Names of the functions that serve now, with their aliases: they make the photo that a new version is asked for. */
export interface ServingFunctions {
  requestUpload: string;
  deletePhoto: string;
}

/** Who owns the photo and what it is called in paths. */
interface ProbePhoto {
  userId: string;
  params: { id: string };
}

const reserved = z.object({ statusCode: z.literal(201), body: z.string() });
const reservation = z.object({ photo: z.object({ id: z.string() }) });
const body = {
  ...{ title: 'Release check', visibility: 'private', contentType: 'image/jpeg', sizeBytes: 1000 },
};

async function reserve(ask: Ask): Promise<ProbePhoto | undefined> {
  const userId = randomUUID();
  const answer = reserved.safeParse((await ask(httpEvent(requestUpload, { userId, body }))).payload);
  if (!answer.success) return undefined;
  return { userId, params: { id: reservation.parse(JSON.parse(answer.data.body)).photo.id } };
}

/**
 * Probes about a private photo of a person who is nobody, without bytes: nobody sees it. It is deleted whatever happened;
 * should that fail, it expires by itself like every photo whose bytes never come.
 */
export function photoProbes(serving: ServingFunctions, client?: Pick<LambdaClient, 'send'>) {
  const asks =
    (name: string): Ask =>
    (event) =>
      invoke(name, event, client);
  const forget = async (photo: ProbePhoto): Promise<void> => {
    await asks(serving.deletePhoto)(httpEvent(deletePhoto, photo));
  };

  /** A new version that reserves a photo. */
  const reserves: Probe = async (ask) => {
    let photo: ProbePhoto | undefined;
    const asked: Ask = async (event) => {
      const answer = await ask(event);
      const { body: text } = reserved.safeParse(answer.payload).data ?? {};
      const id = text === undefined ? undefined : reservation.safeParse(JSON.parse(text)).data?.photo.id;
      if (id !== undefined) photo = { userId, params: { id } };
      return answer;
    };
    const userId = randomUUID();
    try {
      return await answersWith(requestUpload, { userId, body }, 201, reservedShape)(asked);
    } finally {
      if (photo) await forget(photo);
    }
  };

  /** A new version that is asked about a photo, which the versions that serve now have reserved. */
  const withPhoto =
    (probeOf: (photo: ProbePhoto) => Probe): Probe =>
    async (ask) => {
      const photo = await reserve(asks(serving.requestUpload));
      if (!photo) return `${serving.requestUpload} did not reserve a photo to ask for`;
      try {
        return await probeOf(photo)(ask);
      } finally {
        await forget(photo);
      }
    };

  return { reserves, withPhoto };
}
