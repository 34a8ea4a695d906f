import type { IncomingHttpHeaders } from 'node:http';
import { checksums } from './checksum.ts';
import { s3Error } from './s3-error.ts';
import type { ChecksumPlan, Part } from './upload-store.ts';

const prefix = 'x-amz-checksum-';
const nameOf = ({ header }: Pick<ChecksumPlan, 'header'>): string => header.slice(prefix.length);

/** As elements and members are called: `ChecksumSHA256`. */
export const elementOf = (header: string): string => `Checksum${header.slice(prefix.length).toUpperCase()}`;

/** Full checksums can be put together from those of parts for these alone, and for this one in no other way. */
const canBeFull = new Set(['crc32', 'crc32c', 'crc64nvme']);
const onlyFull = 'crc64nvme';

/**
 * What CreateMultipartUpload says about the object's checksum.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 * @throws AwsError `InvalidRequest`
 */
export function checksumPlan(headers: IncomingHttpHeaders): ChecksumPlan | undefined {
  const algorithm = headers['x-amz-checksum-algorithm'];
  const type = headers['x-amz-checksum-type'];
  if (algorithm === undefined) {
    if (type === undefined) return undefined;
    throw s3Error(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const name = String(algorithm).toLowerCase();
  const header = `${prefix}${name}`;
  if (!(header in checksums)) {
    throw s3Error(
      'InvalidRequest',
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  const chosen = type ?? (name === onlyFull ? 'FULL_OBJECT' : 'COMPOSITE');
  if (chosen !== 'COMPOSITE' && chosen !== 'FULL_OBJECT')
    throw s3Error('InvalidRequest', 'Value for x-amz-checksum-type header is invalid.');
  if (chosen === 'FULL_OBJECT' ? !canBeFull.has(name) : name === onlyFull) {
    throw s3Error(
      'InvalidRequest',
      `The ${chosen} checksum type cannot be used with the ${name} checksum algorithm.`,
    );
  }
  return { header, type: chosen };
}

/** A part has to bring a checksum of the upload's algorithm, or none. @throws AwsError `InvalidRequest` */
export function checkPartAlgorithm(plan: ChecksumPlan | undefined, given: readonly string[]): void {
  const other = given.find((header) => header !== plan?.header);
  if (!plan || other === undefined) return;
  throw s3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${nameOf(plan)}, actual checksum Type: ${other.slice(prefix.length)}`,
  );
}

/** @throws AwsError `InvalidRequest` when completing means another type than creating did */
export function checkType(plan: ChecksumPlan | undefined, headers: IncomingHttpHeaders): void {
  const type = headers['x-amz-checksum-type'];
  if (type === undefined || type === plan?.type) return;
  throw s3Error(
    'InvalidRequest',
    `The upload was created using the ${plan?.type ?? 'null'} checksum mode. The complete request must use the same checksum mode.`,
  );
}

/** @throws AwsError `InvalidRequest` when a part of the list lacks the checksum that a composite one is made of */
export function checkListed(
  plan: ChecksumPlan | undefined,
  part: Part,
  given: Record<string, string>,
): boolean {
  const listed = plan && given[elementOf(plan.header)];
  if (plan?.type === 'COMPOSITE' && listed === undefined) {
    throw s3Error(
      'InvalidRequest',
      `The upload was created using a ${nameOf(plan)} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
  }
  return listed === undefined || listed === part.checksums[plan?.header ?? ''];
}

/** The checksum of the whole, over the checksums of its parts: base64 and the number of parts. */
export function compositeOf({ header }: ChecksumPlan, parts: readonly Part[]): string {
  const running = checksums[header]?.();
  for (const part of parts) running?.update(Buffer.from(part.checksums[header] ?? '', 'base64'));
  return `${running?.digest()}-${parts.length}`;
}

/** @throws AwsError `BadDigest` when the client says another checksum of the whole */
export function checkWhole(plan: ChecksumPlan, headers: IncomingHttpHeaders, made: string): void {
  const claimed = headers[plan.header];
  if (claimed === undefined || String(claimed).replace(/-\d+$/, '') === made.replace(/-\d+$/, '')) return;
  throw s3Error('BadDigest', `The ${nameOf(plan)} you specified did not match the calculated checksum.`);
}
