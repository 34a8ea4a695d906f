/** Operations whose action, as policies name it, is not the operation's own name. */
const actions: Record<string, string> = {
  ...{ ListBuckets: 'ListAllMyBuckets', HeadBucket: 'ListBucket' },
  ...{ ListObjects: 'ListBucket', ListObjectsV2: 'ListBucket', ListObjectVersions: 'ListBucketVersions' },
  ListMultipartUploads: 'ListBucketMultipartUploads',
  ...{ GetBucketCors: 'GetBucketCORS', PutBucketCors: 'PutBucketCORS', DeleteBucketCors: 'PutBucketCORS' },
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  DeleteBucketTagging: 'PutBucketTagging',
  HeadObject: 'GetObject',
  ...{ CopyObject: 'PutObject', CreateMultipartUpload: 'PutObject', CompleteMultipartUpload: 'PutObject' },
  ...{ UploadPart: 'PutObject', UploadPartCopy: 'PutObject', ListParts: 'ListMultipartUploadParts' },
};

/** Actions that have another name where a version is meant. */
const ofVersion: Record<string, string> = {
  GetObject: 'GetObjectVersion',
  DeleteObject: 'DeleteObjectVersion',
  GetObjectTagging: 'GetObjectVersionTagging',
  PutObjectTagging: 'PutObjectVersionTagging',
  DeleteObjectTagging: 'DeleteObjectVersionTagging',
};

/**
 * The action that a caller needs for an operation.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export function requiredAction(operation: string, hasVersion: boolean): string {
  const action = actions[operation] ?? operation;
  return `s3:${(hasVersion ? ofVersion[action] : undefined) ?? action}`;
}
