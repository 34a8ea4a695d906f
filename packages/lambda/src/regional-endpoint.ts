/**
 * Stands in for the SDK's endpoint rules in every bundle (scripts/lib/slim-bundle.ts). Those cover access points, outposts,
 * FIPS, dual stack and partitions of their own; a function here talks to the ordinary endpoint of its region, or to the
 * one that AWS_ENDPOINT_URL names. A test compares the outcomes with the SDK's.
 */
interface Parameters {
  Region?: string;
  Endpoint?: string;
  Bucket?: string;
  ForcePathStyle?: boolean;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; a dot would not match the certificate */
const hostableBucket = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const ipAddress = /^(\d+\.){3}\d+$|^\[/;

/** The endpoint of a service whose name in addresses is `prefix`. @throws Error when there is no region */
export const regionalEndpoint =
  (prefix: string) =>
  ({ Region, Endpoint }: Parameters) => ({
    url: new URL(Endpoint ?? regional(prefix, Region)),
    properties: {},
    headers: {},
  });

/** S3's: the bucket is part of the host, or of the path where a host cannot have it. */
export function s3Endpoint({ Region, Endpoint, Bucket, ForcePathStyle = false }: Parameters) {
  const url = new URL(Endpoint ?? regional('s3', Region));
  const byPath = ForcePathStyle || ipAddress.test(url.hostname) || !hostableBucket.test(Bucket ?? '');
  if (Bucket !== undefined) {
    if (byPath) url.pathname = `${url.pathname.replace(/\/$/, '')}/${encodeURIComponent(Bucket)}`;
    else url.hostname = `${Bucket}.${url.hostname}`;
  }
  const scheme = { name: 'sigv4', signingName: 's3', signingRegion: Region, disableDoubleEncoding: true };
  return { url, properties: { authSchemes: [scheme] }, headers: {} };
}

/** China's regions have an ending of their own; so have the isolated ones, which this does not know. */
function regional(prefix: string, region: string | undefined): string {
  if (!region) throw new Error('AWS_REGION is not set');
  return `https://${prefix}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}
