import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

const client = new S3Client({});

export const read = async ({ Records }) => {
  for (const { s3 } of Records) {
    const { Body } = await client.send(
      new GetObjectCommand({
        Bucket: s3.bucket.name,
        Key: decodeURIComponent(s3.object.key.replaceAll('+', ' ')),
      }),
    );
    console.log(`read ${s3.object.key}: ${JSON.parse(await Body.transformToString()).greeting}`);
  }
};
