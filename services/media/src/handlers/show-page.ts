import { systemClock } from '@shutterbus/lambda/clock';
import { readEnv } from '@shutterbus/lambda/env';
import { pageHandler } from '@shutterbus/lambda/page';
import { parameter } from '@shutterbus/lambda/parameter';
import * as z from 'zod';
import { dynamoAuthors } from '../adapters/dynamo-authors.ts';
import { dynamoPhotoLists } from '../adapters/dynamo-photo-lists.ts';
import { dynamoPhotos } from '../adapters/dynamo-photos.ts';
import { s3WebPage } from '../adapters/s3-web-page.ts';
import { makeDescribePersonPage } from '../use-cases/describe-person-page.ts';
import { makeDescribePhotoPage } from '../use-cases/describe-photo-page.ts';

/**
 * GET /photos/… and /people/… — the web app's page, which says in its head what is there, for whoever shows the link.
 * Errors: 404, with the page, for what is not there or not for everybody. Input: events/media/show-page.json
 */
const env = readEnv({
  MEDIA_TABLE: z.string().min(1),
  WEB_BUCKET: z.string().min(1),
  WEB_ORIGIN_PARAMETER: z.string().min(1),
});
const reads = {
  photos: dynamoPhotos(env.MEDIA_TABLE, systemClock),
  lists: dynamoPhotoLists(env.MEDIA_TABLE),
  authors: dynamoAuthors(env.MEDIA_TABLE),
};
const describePhoto = makeDescribePhotoPage(reads);
const describePerson = makeDescribePersonPage(reads);

export const handler = pageHandler({
  shell: s3WebPage(env.WEB_BUCKET),
  origin: parameter(env.WEB_ORIGIN_PARAMETER),
  async tagsOf([kind, name = '', ...rest]) {
    if (kind === 'photos') return rest.length === 0 ? describePhoto(name) : undefined;
    // A person's page has more below it, of which the app knows.
    return describePerson(name);
  },
});
