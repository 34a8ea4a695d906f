import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import * as z from 'zod';
import { readBody } from '../../core/edge.ts';
import { checksums, type RunningChecksum } from './checksum.ts';
import { checkListed, checkType, checkWhole, compositeOf, elementOf } from './multipart-checksum.ts';
import { uploadOf } from './multipart-upload.ts';
import { causeOf, type Operation, quoted, versionHeader, xmlAnswer } from './operation.ts';
import { s3Error } from './s3-error.ts';
import type { ChecksumPlan, Part, Upload } from './upload-store.ts';
import { writeObject } from './write-object.ts';
import { readXml } from './xml.ts';

/** Every part but the last has at least this size. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const smallestPartBytes = 5 * 1024 * 1024;

const listedPart = z
  .object({ PartNumber: z.coerce.number().int(), ETag: z.string() })
  .catchall(z.string().optional());
type ListedPart = z.infer<typeof listedPart>;
const completion = z.object({ Part: z.array(listedPart).default([]) });

/** CompleteMultipartUpload: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const completeUpload: Operation = async (state, s3Request) => {
  const { call, bucket, key } = s3Request;
  const { headers } = call.request;
  const upload = uploadOf(state, s3Request);
  const parsed = completion.safeParse(
    readXml(await readBody(call.request), 'CompleteMultipartUpload', ['Part']),
  );
  if (!parsed.success) throw s3Error('MalformedXML');
  if (parsed.data.Part.length === 0) throw s3Error('InvalidRequest', 'You must specify at least one part');
  checkType(upload.checksum, headers);
  const stored = state.uploads.parts(upload.uploadId);
  const chosen = chooseParts(upload, parsed.data.Part, stored);
  const sizeBytes = chosen.reduce((sum, part) => sum + part.sizeBytes, 0);
  const claimedSize = headers['x-amz-mp-object-size'];
  if (claimedSize !== undefined && Number(claimedSize) !== sizeBytes) {
    throw s3Error(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${claimedSize} does not match what was computed: ${sizeBytes}`,
    );
  }

  const file = state.files.newName();
  const whole = upload.checksum?.type === 'FULL_OBJECT' ? checksums[upload.checksum.header]?.() : undefined;
  let made: Record<string, string>;
  try {
    const sources = chosen.map((part) => state.files.path(part.file));
    await joinFiles(sources, state.files.path(file), whole);
    made = madeChecksum(upload.checksum, chosen, whole);
    for (const [, value] of Object.entries(made)) checkWhole(upload.checksum as ChecksumPlan, headers, value);
  } catch (error) {
    state.files.remove(file);
    throw error;
  }
  const md5 = createHash('md5');
  for (const part of chosen) md5.update(Buffer.from(part.etag, 'hex'));
  const data = {
    ...{ file, sizeBytes, headers: upload.headers, tags: upload.tags, checksums: made },
    etag: `${md5.digest('hex')}-${chosen.length}`,
    parts: chosen.map((part) => ({ sizeBytes: part.sizeBytes, checksums: part.checksums })),
  };
  const conditions = { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
  const cause = causeOf(call);
  const written = writeObject(state, bucket, key, data, 'CompleteMultipartUpload', cause, conditions, () =>
    state.uploads.remove(upload.uploadId),
  );
  state.files.remove(...stored.map((part) => part.file));
  const completed = {
    Location: `http://${headers.host}/${bucket.name}/${encodeURIComponent(key)}`,
    Bucket: bucket.name,
    Key: key,
    ETag: quoted(written.etag),
    ...Object.fromEntries(Object.entries(made).map(([header, value]) => [elementOf(header), value])),
    ChecksumType: upload.checksum?.type,
  };
  return xmlAnswer('CompleteMultipartUploadResult', completed, versionHeader(bucket, written.versionId));
};

function chooseParts(upload: Upload, wanted: ListedPart[], stored: Part[]): Part[] {
  const { uploadId, checksum } = upload;
  const chosen = wanted.map(({ PartNumber, ETag, ...given }) => {
    const etag = ETag.replaceAll('"', '');
    const part = stored.find((one) => one.number === PartNumber);
    if (!part || part.etag !== etag || !checkListed(checksum, part, given as Record<string, string>))
      throw s3Error('InvalidPart', undefined, { UploadId: uploadId, PartNumber, ETag: etag });
    return part;
  });
  if (chosen.some((part, index) => part.number <= (chosen[index - 1]?.number ?? 0)))
    throw s3Error('InvalidPartOrder', undefined, { UploadId: uploadId });
  const small = chosen.slice(0, -1).find((part) => part.sizeBytes < smallestPartBytes);
  if (small) {
    throw s3Error('EntityTooSmall', undefined, {
      ...{ ETag: small.etag, MinSizeAllowed: smallestPartBytes },
      ...{ PartNumber: small.number, ProposedSize: small.sizeBytes },
    });
  }
  return chosen;
}

function madeChecksum(
  plan: ChecksumPlan | undefined,
  chosen: Part[],
  whole: RunningChecksum | undefined,
): Record<string, string> {
  if (!plan) return {};
  return { [plan.header]: whole ? whole.digest() : compositeOf(plan, chosen) };
}

/** @param running takes every byte on the way */
async function joinFiles(sources: string[], target: string, running?: RunningChecksum): Promise<void> {
  const handle = await open(target, 'wx');
  try {
    for (const source of sources) {
      for await (const chunk of createReadStream(source, { highWaterMark: 256 * 1024 })) {
        running?.update(chunk as Buffer);
        await handle.writeFile(chunk as Buffer);
      }
    }
  } finally {
    await handle.close();
  }
}
