import { elementOf } from './multipart-checksum.ts';
import { uploadOf } from './multipart-upload.ts';
import { type Operation, quoted, xmlAnswer } from './operation.ts';
import { s3Error } from './s3-error.ts';

const mostInPage = 1000;

/** @throws AwsError `InvalidArgument` */
function limitOf(query: URLSearchParams, name: string): number {
  const text = query.get(name) || String(mostInPage);
  if (!/^\d+$/.test(text) || Number(text) > 2 ** 31 - 1) {
    throw s3Error('InvalidArgument', `Provided ${name} not an integer or within integer range`, {
      ArgumentName: name,
      ArgumentValue: text,
    });
  }
  return Math.min(Number(text), mostInPage);
}

/** ListParts: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts: Operation = (state, s3Request) => {
  const { query } = s3Request;
  const upload = uploadOf(state, s3Request);
  const limit = limitOf(query, 'max-parts');
  const marker = Number(query.get('part-number-marker') || 0);
  const rest = state.uploads.parts(upload.uploadId).filter(({ number }) => number > marker);
  const page = rest.slice(0, limit);
  return xmlAnswer('ListPartsResult', {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.uploadId,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: rest.length > page.length,
    StorageClass: 'STANDARD',
    ChecksumAlgorithm: upload.checksum && elementOf(upload.checksum.header).replace('Checksum', ''),
    ChecksumType: upload.checksum?.type,
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: new Date(part.lastModifiedMs).toISOString(),
      ETag: quoted(part.etag),
      Size: part.sizeBytes,
      ...Object.fromEntries(Object.entries(part.checksums).map(([name, value]) => [elementOf(name), value])),
    })),
  });
};

/** ListMultipartUploads, without delimiter: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const listUploads: Operation = (state, { bucket, query }) => {
  const limit = limitOf(query, 'max-uploads');
  const [prefix, keyMarker, idMarker] = ['prefix', 'key-marker', 'upload-id-marker'].map(
    (name) => query.get(name) ?? '',
  ) as [string, string, string];
  const all = state.uploads.list(bucket.name).filter(({ key }) => key.startsWith(prefix));
  // Within one key the order is that of beginning; ids come by chance.
  const markerAt = all.findIndex(({ key, uploadId }) => key === keyMarker && uploadId === idMarker);
  const rest = markerAt >= 0 ? all.slice(markerAt + 1) : all.filter(({ key }) => key > keyMarker);
  const page = rest.slice(0, limit);
  const isTruncated = rest.length > page.length;
  return xmlAnswer('ListMultipartUploadsResult', {
    Bucket: bucket.name,
    Prefix: prefix,
    KeyMarker: keyMarker,
    UploadIdMarker: idMarker,
    NextKeyMarker: isTruncated ? page.at(-1)?.key : undefined,
    NextUploadIdMarker: isTruncated ? page.at(-1)?.uploadId : undefined,
    MaxUploads: limit,
    IsTruncated: isTruncated,
    Upload: page.map((upload) => ({
      Key: upload.key,
      UploadId: upload.uploadId,
      Initiated: new Date(upload.initiatedMs).toISOString(),
      StorageClass: 'STANDARD',
    })),
  });
};
