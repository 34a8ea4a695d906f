import * as z from 'zod';
import type { OriginalObject } from './original.ts';

/**
 * The fields we read of S3's event. `version-id` is there because the bucket is versioned.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export const objectCreatedSchema = z.object({
  id: z.string().min(1),
  source: z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  detail: z.object({
    bucket: z.object({ name: z.string().min(3) }),
    object: z.object({
      key: z.string().min(1),
      size: z.int().min(0),
      'version-id': z.string().min(1),
    }),
  }),
});

export function originalOf({
  detail: { bucket, object },
}: z.infer<typeof objectCreatedSchema>): OriginalObject {
  return { bucket: bucket.name, key: object.key, versionId: object['version-id'], sizeBytes: object.size };
}
