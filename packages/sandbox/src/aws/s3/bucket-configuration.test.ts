import {
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectTaggingCommand,
  GetBucketCorsCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectTaggingCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { type S3Port, serveS3 } from '../../../test/s3-port.ts';

const Bucket = 'settings';
const bucketArn = `arn:aws:s3:::${Bucket}`;
const partner = 'https://partner.example.com';
let port: S3Port;
beforeAll(async () => {
  port = await serveS3();
});
beforeEach(() => port.makeBucket(Bucket, { CorsConfiguration: { CorsRules: [] } }));
afterAll(() => port.end());

const send = <Answer>(command: { readonly input: object }) =>
  (port.client.send as (sent: unknown) => Promise<Answer & Record<string, unknown>>)(command);

const preflight = async () =>
  (
    await fetch(`${port.endpoint}/${Bucket}/photo.jpg`, {
      method: 'OPTIONS',
      headers: { origin: partner, 'access-control-request-method': 'PUT' },
    })
  ).status;

describe('CORS of a bucket', () => {
  const CORSRules = [
    {
      ID: 'partner',
      AllowedOrigins: [partner],
      AllowedMethods: ['PUT', 'GET'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 60,
    },
  ];
  const put = (rules: object[] = CORSRules) =>
    send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: rules as typeof CORSRules } }));

  it('is read as it was written, holds for pages at once, and ends', async () => {
    await expect(send(new GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchCORSConfiguration',
    });
    expect(await preflight()).toBe(403);
    await put();
    expect(await send(new GetBucketCorsCommand({ Bucket }))).toMatchObject({ CORSRules });
    expect(await preflight()).toBe(200);
    await send(new DeleteBucketCorsCommand({ Bucket }));
    expect(await preflight()).toBe(403);
  });

  it('refuses what S3 refuses', async () => {
    await expect(put([{ AllowedOrigins: ['*'], AllowedMethods: ['MYMETHOD'] }])).rejects.toThrow(
      'Found unsupported HTTP method in CORS config. Unsupported method is MYMETHOD',
    );
    await expect(put([])).rejects.toMatchObject({ name: 'MalformedXML' });
  });

  it('outlives a start with the same template, and gives way to another one', async () => {
    await put();
    await port.makeBucket(Bucket, { CorsConfiguration: { CorsRules: [] } }, true);
    expect(await preflight()).toBe(200);
    await port.makeBucket(Bucket, { Tags: [] });
    expect(await preflight()).toBe(403);
  });
});

describe('policy of a bucket', () => {
  const put = (Policy: string) => send(new PutBucketPolicyCommand({ Bucket, Policy }));

  it('is read as it was written, and ends', async () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `${bucketArn}/*` }],
    };
    await put(JSON.stringify(policy));
    const { Policy } = await send<{ Policy: string }>(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy)).toEqual(policy);
    await send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
  });

  it('refuses what S3 refuses', async () => {
    await expect(put('[]')).rejects.toThrow("Policies must be valid JSON and the first byte must be '{'");
    await expect(put('{')).rejects.toMatchObject({ name: 'MalformedPolicy' });
    await expect(put('{}')).rejects.toThrow('Missing required field Statement');
    const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${bucketArn}/*` };
    for (const [change, sentence] of [
      [{ Effect: undefined }, 'Missing required field Effect'],
      [{ Principal: { AWS: 'ann' } }, 'Invalid principal in policy'],
      [{ Action: 'sqs:SendMessage' }, 'Policy has invalid action'],
      [{ Resource: '*' }, 'Policy has invalid resource'],
      [{ Resource: 'arn:aws:s3:::another/*' }, 'Policy has invalid resource'],
      [{ Resource: bucketArn }, 'Action does not apply to any resource(s) in statement'],
      [{ Action: 's3:ListBucket' }, 'Action does not apply to any resource(s) in statement'],
      [{ Condition: { Equal: { a: 'b' } } }, 'Invalid Condition type : Equal'],
      [{ Ressource: '*' }, 'Unknown field Ressource'],
    ] as const) {
      const refused = put(JSON.stringify({ Statement: [{ ...allow, ...change }] }));
      await expect(refused).rejects.toMatchObject({ name: 'MalformedPolicy', message: sentence });
    }
    for (const change of [
      {},
      { Action: 's3:*', Resource: bucketArn },
      { Resource: [bucketArn, `${bucketArn}/a*`] },
    ])
      await put(JSON.stringify({ Statement: { ...allow, ...change } }));
    await send(new DeleteBucketPolicyCommand({ Bucket }));
  });

  it('holds again when the template drops it and later says the same once more', async () => {
    const [, provider] = port.s3.resources;
    const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: bucketArn }];
    const PolicyDocument = { Version: '2012-10-17', Statement };
    const wanted = {
      logicalId: 'BucketPolicy',
      stackName: 'shop',
      physicalName: 'shop-BucketPolicy',
      properties: { Bucket, PolicyDocument },
    };
    await provider.remove({ ...wanted, ...(await provider.apply(wanted)) });
    await expect(send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
    await provider.apply(wanted);
    const { Policy } = await send<{ Policy: string }>(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy)).toEqual(PolicyDocument);
    // Taken away by hand, it stays away at a start with the same template, and is back in a bucket that is made anew.
    await send(new DeleteBucketPolicyCommand({ Bucket }));
    await provider.apply({ ...wanted, unchanged: true });
    await expect(send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
    await send(new DeleteBucketCommand({ Bucket }));
    await port.makeBucket(Bucket);
    await provider.apply({ ...wanted, unchanged: true });
    expect(await send(new GetBucketPolicyCommand({ Bucket }))).toMatchObject({ Policy });
    await send(new DeleteBucketPolicyCommand({ Bucket }));
    const wrong = { ...wanted, properties: { Bucket, PolicyDocument: { Statement: {} } } };
    expect(() => provider.apply(wrong)).toThrow('Missing required field Effect');
  });
});

describe('notifications of a bucket', () => {
  const put = (NotificationConfiguration: object) =>
    send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  const get = () => send(new GetBucketNotificationConfigurationCommand({ Bucket }));

  it('are told to EventBridge from the moment on in which that is named', async () => {
    expect((await get()).EventBridgeConfiguration).toBeUndefined();
    await put({ EventBridgeConfiguration: {} });
    expect((await get()).EventBridgeConfiguration).toEqual({});
    await port.put(Bucket, 'told');
    await put({});
    await port.put(Bucket, 'untold');
    expect([port.eventsOf('told').length, port.eventsOf('untold').length]).toEqual([1, 0]);
  });

  it('are told to queues, functions and topics, and read as they were written', async () => {
    const QueueArn = 'arn:aws:sqs:eu-central-1:000000000000:uploads';
    const QueueConfigurations = [
      {
        Id: 'pictures',
        QueueArn,
        Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'],
        Filter: {
          Key: {
            FilterRules: [
              { Name: 'Prefix', Value: 'in/' },
              { Name: 'Suffix', Value: '.jpg' },
            ],
          },
        },
      },
    ];
    await put({ QueueConfigurations });
    expect(await get()).toMatchObject({ QueueConfigurations });
    port.told.length = 0;
    await port.put(Bucket, 'in/a.jpg');
    await port.put(Bucket, 'out/a.jpg');
    expect(port.told).toMatchObject([{ arn: QueueArn, records: [{ s3: { configurationId: 'pictures' } }] }]);
  });

  it('refuse what S3 refuses', async () => {
    const one = { QueueArn: 'arn:aws:sqs:eu-central-1:000000000000:q', Events: ['s3:ObjectCreated:*'] };
    const Filter = { Key: { FilterRules: [{ Name: 'INVALID', Value: 'x' }] } };
    await expect(put({ QueueConfigurations: [{ ...one, Filter }] })).rejects.toThrow(
      'filter rule name must be either prefix or suffix',
    );
    await expect(put({ QueueConfigurations: [{ ...one, QueueArn: 'no-arn' }] })).rejects.toThrow(
      'The ARN could not be parsed',
    );
  });
});

describe('versioning of a bucket', () => {
  it('begins and pauses through the API', async () => {
    const put = (Status: 'Enabled' | 'Suspended') =>
      send(new PutBucketVersioningCommand({ Bucket: 'old', VersioningConfiguration: { Status } }));
    await port.makeBucket('old');
    await put('Enabled');
    expect((await port.put('old', 'a')).VersionId).toMatch(/^.{32}$/);
    await put('Suspended');
    expect(await send(new GetBucketVersioningCommand({ Bucket: 'old' }))).toMatchObject({
      Status: 'Suspended',
    });
    expect((await port.put('old', 'a')).VersionId).toBe('null');
  });
});

describe('ListBuckets', () => {
  it('comes in pages to a caller that says how many', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await port.makeBucket(name);
    const list = async (ContinuationToken?: string) =>
      await send<{ Buckets: { Name: string }[]; ContinuationToken?: string }>(
        new ListBucketsCommand({ Prefix: 'page-', MaxBuckets: 2, ContinuationToken }),
      );
    const first = await list();
    expect(first.Buckets.map(({ Name }) => Name)).toEqual(['page-a', 'page-b']);
    const rest = await list(first.ContinuationToken);
    expect([rest.Buckets.map(({ Name }) => Name), rest.ContinuationToken]).toEqual([['page-c'], undefined]);
    await expect(list('stray')).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('ListObjectsV2', () => {
  it('tells whose an object is to a caller that asks', async () => {
    await port.makeBucket('owned');
    await port.put('owned', 'a');
    const list = async (FetchOwner: boolean) =>
      (
        await send<{ Contents: { Owner?: object }[] }>(
          new ListObjectsV2Command({ Bucket: 'owned', FetchOwner }),
        )
      ).Contents[0]?.Owner;
    expect([await list(false), await list(true)]).toEqual([
      undefined,
      expect.objectContaining({ DisplayName: 'sandbox' }),
    ]);
  });
});

describe('the first version of ListObjects', () => {
  it('goes on after a marker', async () => {
    await port.makeBucket('listed');
    for (const key of ['a', 'b', 'c']) await port.put('listed', key);
    const list = async (Marker?: string) =>
      (
        await send<{ Contents?: { Key: string }[] }>(new ListObjectsCommand({ Bucket: 'listed', Marker }))
      ).Contents?.map(({ Key }) => Key);
    expect([await list(), await list('b')]).toEqual([['a', 'b', 'c'], ['c']]);
  });
});

describe('tags', () => {
  const put = (...TagSet: { Key: string; Value: string }[]) =>
    send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));

  it('of an object end too', async () => {
    await port.put(Bucket, 'marked', 'x', { Tagging: 'a=1' });
    await send(new DeleteObjectTaggingCommand({ Bucket, Key: 'marked' }));
    expect((await send(new GetObjectTaggingCommand({ Bucket, Key: 'marked' }))).TagSet).toEqual([]);
  });

  it('of a bucket are read as they were written, and end', async () => {
    await put({ Key: 'team', Value: 'photos' }, { Key: 'größe', Value: '' });
    expect(await send(new GetBucketTaggingCommand({ Bucket }))).toMatchObject({
      TagSet: [
        { Key: 'team', Value: 'photos' },
        { Key: 'größe', Value: '' },
      ],
    });
    await send(new DeleteBucketTaggingCommand({ Bucket }));
    await expect(send(new GetBucketTaggingCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchTagSet',
    });
  });

  it.each([
    [
      'a key twice',
      [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
      'Cannot provide multiple Tags with the same key',
    ],
    ['a key with a comma', [{ Key: 'a,b', Value: '' }], 'The TagKey you have provided is invalid'],
    ['a value with a comma', [{ Key: 'a', Value: '1,2' }], 'The TagValue you have provided is invalid'],
    ['a key of AWS', [{ Key: 'aws:a', Value: '' }], 'System tags cannot be added/updated by requester'],
  ])('refuse %s', async (_what, tags, message) => {
    await expect(put(...tags)).rejects.toThrow(message);
    await port.put(Bucket, 'tagged');
    await expect(
      send(new PutObjectTaggingCommand({ Bucket, Key: 'tagged', Tagging: { TagSet: tags } })),
    ).rejects.toMatchObject({ name: 'InvalidTag' });
  });
});
