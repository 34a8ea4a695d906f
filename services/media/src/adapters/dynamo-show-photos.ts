import { makeShowPhotos } from '../show-photos.ts';
import { dynamoAuthors } from './dynamo-authors.ts';
import { dynamoCounts } from './dynamo-counts.ts';

/** Photos with the names and counts of MediaTable; needs dynamodb:BatchGetItem. */
export const dynamoShowPhotos = (tableName: string) =>
  makeShowPhotos({ authors: dynamoAuthors(tableName), counts: dynamoCounts(tableName) });
