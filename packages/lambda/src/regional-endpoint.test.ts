import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { regionalEndpoint, s3Endpoint } from './regional-endpoint.ts';

const regions = ['eu-west-1', 'us-east-1', 'ap-southeast-3', 'us-gov-west-1', 'cn-north-1'];
const endpoints = [undefined, 'http://127.0.0.1:4566', 'http://localhost:4566', 'http://172.17.0.1:80/path'];
const buckets = [undefined, 'shutterbus-media-uploads-1x2y3z', 'with.dots.in.it'];
const ofAccount = { UseFIPS: false, UseDualStack: false, Accelerate: false };

/** What a request needs of an endpoint, whatever class it comes in. */
const facts = ({ url, properties, headers }: { url: URL; properties?: object; headers?: object }) => ({
  url: url.href.replace(/\/$/, ''),
  ...{ properties: properties ?? {}, headers: headers ?? {} },
});

const cases = regions.flatMap((Region) => endpoints.map((Endpoint) => ({ Region, Endpoint })));

describe('s3Endpoint', () => {
  const { config } = new S3Client({ region: 'eu-west-1' });
  const parameters = cases.flatMap(({ Region, Endpoint }) =>
    buckets.flatMap((Bucket) =>
      [true, false].map((ForcePathStyle) => ({
        Region,
        ForcePathStyle,
        ...(Endpoint && { Endpoint }),
        ...(Bucket && { Bucket }),
      })),
    ),
  );

  it.each(parameters)('is where the SDK would send it: %j', (given) => {
    expect(facts(s3Endpoint(given))).toEqual(facts(config.endpointProvider({ ...ofAccount, ...given })));
  });
});

describe('regionalEndpoint', () => {
  const dynamoDb = new DynamoDBClient({ region: 'eu-west-1' }).config;

  it.each(cases)('is where the SDK would send it: %j', ({ Region, Endpoint }) => {
    const given = { Region, ...(Endpoint && { Endpoint }) };
    const common = { UseFIPS: false, UseDualStack: false, ...given };
    expect(facts(regionalEndpoint('dynamodb')(given))).toEqual(facts(dynamoDb.endpointProvider(common)));
  });

  it('refuses to guess a region', () => {
    expect(() => regionalEndpoint('dynamodb')({})).toThrow('AWS_REGION');
  });
});
