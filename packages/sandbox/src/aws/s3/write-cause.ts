export type CreationReason = 'PutObject' | 'POST Object' | 'CopyObject' | 'CompleteMultipartUpload';
export type DeletionType = 'Permanently Deleted' | 'Delete Marker Created';

/** Who caused a write: S3 tells it in the event. */
export interface Cause {
  requestId: string;
  sourceIp: string;
}
