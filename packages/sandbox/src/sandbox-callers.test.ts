import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '@shutterbus/testing/eventually';
import type { AccessRequest } from './core/access.ts';
import { nameOf } from './core/principal.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

/** A photo's way in small: reserved by an API, written by a link, counted behind a queue, told by a relay, shown by a distribution. */
const template = `
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: nodejs24.x, Handler: index.handler, Timeout: 20 } }
Resources:
  Bus: { Type: AWS::Events::EventBus, Properties: { Name: app } }
  Photos:
    Type: AWS::S3::Bucket
    Properties: { NotificationConfiguration: { EventBridgeConfiguration: {} } }
  PhotosPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Photos
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: cloudfront.amazonaws.com }
            Action: s3:GetObject
            Resource: !Sub \${Photos.Arn}/*
            Condition: { StringEquals: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/\${Front}' } }
  Access:
    Type: AWS::CloudFront::OriginAccessControl
    Properties: { OriginAccessControlConfig: { Name: a, OriginAccessControlOriginType: s3, SigningBehavior: always, SigningProtocol: sigv4 } }
  Front:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Origins: [{ Id: photos, DomainName: !GetAtt Photos.RegionalDomainName, OriginAccessControlId: !Ref Access, S3OriginConfig: { OriginAccessIdentity: '' } }]
        DefaultCacheBehavior: { TargetOriginId: photos, ViewerProtocolPolicy: redirect-to-https, CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad }
  Things:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      StreamSpecification: { StreamViewType: NEW_IMAGE }
  Jobs: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 60 } }
  Failures: { Type: AWS::SQS::Queue }
  Reserve:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: |
        const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
        const { getSignedUrl } = require('@aws-sdk/s3-request-presigner');
        exports.handler = async ({ pathParameters: { id } }) => {
          const link = new PutObjectCommand({ Bucket: process.env.BUCKET, Key: id });
          return { link: await getSignedUrl(new S3Client({ forcePathStyle: true, endpoint: process.env.AWS_ENDPOINT_URL }), link) };
        };
      Environment: { Variables: { BUCKET: !Ref Photos } }
      Events: { Ask: { Type: HttpApi, Properties: { Method: GET, Path: '/reserve/{id}' } } }
  Written:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [aws.s3] }
      Targets: [{ Id: jobs, Arn: !GetAtt Jobs.Arn }]
  Count:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: |
        const { DynamoDBClient, TransactWriteItemsCommand } = require('@aws-sdk/client-dynamodb');
        exports.handler = async ({ Records: [{ body }] }) => {
          const put = { Put: { TableName: process.env.TABLE, Item: { id: { S: JSON.parse(body).detail.object.key } } } };
          await new DynamoDBClient({}).send(new TransactWriteItemsCommand({ TransactItems: [put] }));
        };
      Environment: { Variables: { TABLE: !Ref Things } }
      Policies: [{ Statement: [{ Effect: Allow, Action: [dynamodb:PutItem, dynamodb:DeleteItem], Resource: !GetAtt Things.Arn }] }]
      Events: { Job: { Type: SQS, Properties: { Queue: !GetAtt Jobs.Arn, BatchSize: 1 } } }
  Relay:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: |
        const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');
        exports.handler = async () => {
          const entry = { EventBusName: process.env.BUS, Source: 'app', DetailType: 'PhotoTaken', Detail: '{}' };
          await new EventBridgeClient({}).send(new PutEventsCommand({ Entries: [entry] }));
        };
      Environment: { Variables: { BUS: !Ref Bus } }
      Events: { Row: { Type: DynamoDB, Properties: { Stream: !GetAtt Things.StreamArn, StartingPosition: TRIM_HORIZON } } }
  Tell:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: exports.handler = async () => { throw new Error('nobody listens'); };
      Events: { Taken: { Type: EventBridgeRule, Properties: { EventBusName: !Ref Bus, Pattern: { source: [app] } } } }
      EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Failures.Arn } } }
Outputs:
  Bucket: { Value: !Ref Photos }
  Api: { Value: !Ref ServerlessHttpApi }
  Front: { Value: !Ref Front }
  Role: { Value: !GetAtt ReserveRole.Arn }
  Table: { Value: !GetAtt Things.Arn }
  Stream: { Value: !GetAtt Things.StreamArn }
`;

let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sandbox-callers-'));
  mkdirSync(path.join(folder, 'app'));
  writeFileSync(path.join(folder, 'app/template.yaml'), template);
  sandbox = await startSandbox({
    templateFile: path.join(folder, 'app/template.yaml'),
    stateFolder: path.join(folder, 'state'),
    ...{ stackName: 'app', port: 0, awsPort: 0 },
  });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

async function upload(id: string): Promise<void> {
  const { awsUrl, webUrl, outputs } = sandbox;
  const answer = await fetch(`${awsUrl}/_aws/execute-api/${outputs.Api}/reserve/${id}`);
  const { link } = (await answer.json()) as { link: string };
  expect((await fetch(link, { method: 'PUT', body: 'a photo' })).status).toBe(200);
  expect((await fetch(`${webUrl}/${id}`)).status).toBe(200);
}

const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-central-2:000000000000:${rest}`;

/** What is told of one caller, once each, in a form that is the same in every run. */
const line = ({ caller, action, resource }: AccessRequest): string => {
  const source = caller.kind === 'service' ? [caller.sourceArn, caller.sourceAccount] : [];
  return [nameOf(caller), ...source, action, resource.replace(/:log-stream:.*/, '')].join(' ');
};

describe('who calls whom', () => {
  it('is told for one upload as a list of principals, each with what it did to what', async () => {
    const failures = arn('sqs', 'app-Failures');
    const failed = () => sandbox.services.sqs.counts(failures).visible;
    await upload('first');
    await eventually(() => failed() === 1);
    // Environments live and streams are followed: what is told now belongs to this upload.
    const told: string[] = [];
    const stop = sandbox.access.listen((request) => void told.push(line(request)));
    await upload('second');
    await eventually(() => failed() === 2);
    stop();

    const { Bucket, Api, Front, Table, Stream } = sandbox.outputs;
    const role = (name: string) => `arn:aws:sts::000000000000:assumed-role/app-${name}Role/app-${name}`;
    const fn = (name: string) => arn('lambda', `function:app-${name}`);
    const mapping = (source: string | undefined) =>
      arn('lambda', 'event-source-mapping:') + mappingId(source ?? '');
    const photo = `arn:aws:s3:::${Bucket}/second`;
    const account = '000000000000';
    const expected = [
      `apigateway.amazonaws.com ${arn('execute-api', `${Api}/$default/GET/reserve/{id}`)} ${account} lambda:InvokeFunction ${fn('Reserve')}`,
      `${role('Reserve')} s3:PutObject ${photo}`,
      `s3.amazonaws.com arn:aws:s3:::${Bucket} ${account} events:PutEvents ${arn('events', 'event-bus/default')}`,
      `events.amazonaws.com ${arn('events', 'rule/app-Written')} ${account} sqs:SendMessage ${arn('sqs', 'app-Jobs')}`,
      `cloudfront.amazonaws.com arn:aws:cloudfront::${account}:distribution/${Front} ${account} s3:GetObject ${photo}`,
      `${role('Count')} sqs:ReceiveMessage ${arn('sqs', 'app-Jobs')}`,
      `lambda.amazonaws.com ${mapping(arn('sqs', 'app-Jobs'))} ${account} lambda:InvokeFunction ${fn('Count')}`,
      `${role('Count')} dynamodb:PutItem ${Table}`,
      `${role('Count')} sqs:DeleteMessage ${arn('sqs', 'app-Jobs')}`,
      `${role('Relay')} dynamodb:GetRecords ${Stream}`,
      `lambda.amazonaws.com ${mapping(Stream)} ${account} lambda:InvokeFunction ${fn('Relay')}`,
      `${role('Relay')} events:PutEvents ${arn('events', 'event-bus/app')}`,
      `events.amazonaws.com ${arn('events', 'rule/app/app-TellTaken')} ${account} lambda:InvokeFunction ${fn('Tell')}`,
      `${role('Tell')} sqs:SendMessage ${failures}`,
      ...['Reserve', 'Count', 'Relay', 'Tell'].map(
        (name) => `${role(name)} logs:PutLogEvents ${arn('logs', `log-group:/aws/lambda/app-${name}`)}`,
      ),
    ];
    expect([...new Set(told)].sort()).toEqual(expected.sort());
  });

  it('is counted beside what roles are granted', async () => {
    await upload('third');
    const { Table, Role } = sandbox.outputs;
    const grants = sandbox.services.iam.grantsOf(Role?.replace('Reserve', 'Count') ?? '');
    const uses = grants.flatMap((grant) => grant.uses);
    expect(uses).toContainEqual(
      expect.objectContaining({ action: 'dynamodb:PutItem', resource: Table, times: expect.any(Number) }),
    );
    const used = new Set(uses.map(({ action }) => action));
    const granted = grants.flatMap(({ statement }) => statement.actions.patterns);
    expect(granted.filter((action) => !used.has(action))).toContain('dynamodb:DeleteItem');
  });

  const mappingId = (source: string): string =>
    sandbox.stacks
      .all()[0]
      ?.resources.find(
        ({ type, properties }) =>
          type === 'AWS::Lambda::EventSourceMapping' && properties.EventSourceArn === source,
      )?.physicalId ?? '';
});
