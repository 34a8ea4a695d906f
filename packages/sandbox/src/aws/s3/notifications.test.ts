import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { type S3Port, serveS3 } from '../../../test/s3-port.ts';

const fn = 'arn:aws:lambda:us-east-1:000000000000:function:on-upload';
const queue = 'arn:aws:sqs:us-east-1:000000000000:uploads';
const topic = 'arn:aws:sns:us-east-1:000000000000:uploads';

let port: S3Port;
beforeAll(async () => {
  port = await serveS3();
});
afterAll(() => port.end());
beforeEach(() => void port.told.splice(0));

const rules = (prefix: string, suffix: string) => ({
  S3Key: {
    Rules: [
      { Name: 'prefix', Value: prefix },
      { Name: 'Suffix', Value: suffix },
    ],
  },
});

describe('notifications of a bucket', () => {
  it('tell a function what was written, in the form that S3 has', async () => {
    await port.makeBucket('told', {
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: fn }] },
    });
    const { VersionId: versionId, ETag: etag } = await port.put('told', 'new folder/a+b.json', 'text');
    expect(port.told).toEqual([
      {
        caller: 's3.amazonaws.com for arn:aws:s3:::told',
        arn: fn,
        records: [
          {
            eventVersion: '2.1',
            eventSource: 'aws:s3',
            awsRegion: port.world.region,
            eventTime: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
            eventName: 'ObjectCreated:Put',
            userIdentity: { principalId: expect.any(String) },
            requestParameters: { sourceIPAddress: '127.0.0.1' },
            responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
            s3: {
              s3SchemaVersion: '1.0',
              configurationId: 'notification-1',
              bucket: {
                name: 'told',
                ownerIdentity: { principalId: expect.any(String) },
                arn: 'arn:aws:s3:::told',
              },
              object: {
                key: 'new+folder/a%2Bb.json',
                size: 4,
                eTag: etag?.replaceAll('"', ''),
                versionId,
                sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
              },
            },
          },
        ],
      },
    ]);
  });

  it('go to queues and topics by event, prefix and suffix', async () => {
    await port.makeBucket('chosen', {
      NotificationConfiguration: {
        QueueConfigurations: [{ Event: 's3:ObjectRemoved:Delete', Queue: queue }],
        TopicConfigurations: [{ Event: 's3:ObjectCreated:Put', Topic: topic, Filter: rules('in/', '.json') }],
      },
    });
    await port.put('chosen', 'in/a.json', 'x');
    await port.put('chosen', 'in/a.text', 'x');
    await port.put('chosen', 'out/a.json', 'x');
    await port.client.send(new DeleteObjectCommand({ Bucket: 'chosen', Key: 'in/a.json' }));
    const caller = 's3.amazonaws.com for arn:aws:s3:::chosen';
    expect(port.told).toMatchObject([
      { caller, arn: topic, records: [{ s3: { object: { key: 'in/a.json', size: 1 } } }] },
      {
        caller,
        arn: queue,
        records: [{ eventName: 'ObjectRemoved:Delete', s3: { object: { key: 'in/a.json' } } }],
      },
    ]);
  });

  it('leave a write standing when a target does not take them', async () => {
    await port.makeBucket('lonely', {
      NotificationConfiguration: {
        QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: `${queue}:gone` }],
      },
    });
    await port.put('lonely', 'a', 'kept');
    expect((await port.get('lonely', 'a')).text).toBe('kept');
    expect(port.told).toEqual([]);
  });
});
