import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { keptForAMinute } from '@shutterbus/lambda/kept-for-a-minute';

const bucketClient = new S3Client(clientSettings());

/** The web app's page as it lies in the bucket of the root's stack: undefined while no app is published. */
export function s3WebPage(
  bucket: string,
  client: S3Client = bucketClient,
): () => Promise<string | undefined> {
  return keptForAMinute('The web bucket', async () => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'index.html' }));
      return await Body?.transformToString('utf8');
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  });
}
