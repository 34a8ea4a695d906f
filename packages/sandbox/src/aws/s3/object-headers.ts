import type { IncomingHttpHeaders } from 'node:http';
import { s3Error } from './s3-error.ts';

const system = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-website-redirect-location',
];

/** Accepted without effect: the sandbox encrypts nothing and has one storage class and one owner. */
const withoutEffect = [
  'x-amz-acl',
  'x-amz-expected-bucket-owner',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-storage-class',
];

const unsupported = /^x-amz-(object-lock-|server-side-encryption-customer-|write-offset-bytes|grant-)/;

/** What is kept of a write's headers (or form fields) and answered with the object. @throws AwsError `NotImplemented` */
export function storedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const stored: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') continue;
    if (unsupported.test(name) && !withoutEffect.includes(name)) {
      throw s3Error('NotImplemented', `The sandbox does not support the header ${name}.`);
    }
    if (name.startsWith('x-amz-meta-')) stored[name] = value;
    else if (system.includes(name)) stored[name] = value;
  }
  const encoding = stored['content-encoding']
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked')
    .join(', ');
  if (encoding) stored['content-encoding'] = encoding;
  else delete stored['content-encoding'];
  return stored;
}

/** The `x-amz-tagging` header: `a=1&b=2`. */
export const taggingHeader = (value: string | string[] | undefined): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(typeof value === 'string' ? value : ''));
