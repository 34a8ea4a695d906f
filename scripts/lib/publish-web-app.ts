import { S3Client } from '@aws-sdk/client-s3';
import type { Sandbox } from '@shutterbus/sandbox/sandbox';
import { publishSite, siteOutputs } from '../release/publish-site.ts';

/** Puts the web app, which has to be built, into its bucket in a running sandbox. @returns what was put */
export async function publishWebApp({ awsUrl, region, credentials, outputs }: Sandbox): Promise<string[]> {
  const client = new S3Client({ endpoint: awsUrl, region, credentials });
  try {
    return await publishSite(client, region, siteOutputs.parse(outputs), { storiesAt: '/_sandbox/story' });
  } finally {
    client.destroy();
  }
}
