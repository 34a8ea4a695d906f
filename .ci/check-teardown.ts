import { spawn } from 'node:child_process';
import path from 'node:path';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { root } from '../scripts/lib/repository.ts';
import { findLeftovers, readStack } from '../scripts/release/stack-removal.ts';

/**
 * Makes a small stack of the kinds of resources that ours holds in the emulator that AWS_ENDPOINT_URL names, takes it
 * away by the command that people use, and fails when something remains. Called by .ci/teardown.
 */
const endpoint = process.env.AWS_ENDPOINT_URL;
if (!endpoint?.includes('127.0.0.1'))
  throw new Error('This makes and deletes stacks: it runs on an emulator only.');
const s3 = new S3Client({ forcePathStyle: true });
const cloudFormation = new CloudFormationClient({});

const retained = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
const table = (name: string) => ({
  Type: 'AWS::DynamoDB::Table',
  ...retained,
  Properties: {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  },
});
const bucket = (name: string) => ({
  Type: 'AWS::S3::Bucket',
  ...retained,
  Properties: { BucketName: name, VersioningConfiguration: { Status: 'Enabled' } },
});

async function makeStack(name: string): Promise<void> {
  const Resources = {
    Photos: table(`${name}-photos`),
    Uploads: bucket(`${name}-uploads`),
    People: { Type: 'AWS::Cognito::UserPool', ...retained, Properties: { UserPoolName: `${name}-people` } },
    Lines: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: `/aws/lambda/${name}-GetMe` } },
  };
  await cloudFormation.send(
    new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify({ Resources }) }),
  );
  const Bucket = `${name}-uploads`;
  // moto's CloudFormation leaves the setting out.
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  for (const Body of ['first', 'second']) await s3.send(new PutObjectCommand({ Bucket, Key: 'photo', Body }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'photo' }));
}

async function teardown(answer: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['scripts/teardown.ts', ...args], { cwd: path.resolve(root) });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  child.stdin.end(`${answer}\n`);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

function expect(what: string, holds: boolean, seen: unknown): void {
  if (!holds) throw new Error(`${what}\n${JSON.stringify(seen, null, 1)}`);
  console.log(`✓ ${what}`);
}

const remains = async (name: string) => [...(await readStack(name)), ...(await findLeftovers(name))];

await makeStack('shutterbus-dev');
await makeStack('shutterbus-prod');
const { Versions = [], DeleteMarkers = [] } = await s3.send(
  new ListObjectVersionsCommand({ Bucket: 'shutterbus-dev-uploads' }),
);
expect(
  'the bucket holds versions and a delete marker',
  Versions.length === 2 && DeleteMarkers.length === 1,
  0,
);

const refused = await teardown('no', '--stage', 'dev');
expect(
  'it asks, and no means no',
  refused.code === 1 && (await remains('shutterbus-dev')).length > 0,
  refused,
);
const done = await teardown('', '--stage', 'dev', '--yes');
expect('it takes dev away', done.code === 0 && done.output.includes('Nothing remains.'), done);
expect(
  'nothing of dev remains',
  (await remains('shutterbus-dev')).length === 0,
  await remains('shutterbus-dev'),
);

const prod = await teardown('yes', '--stage', 'prod', '--yes');
expect('prod wants its name, and takes no --yes', prod.code === 1, prod);
const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
expect('prod is untouched', Buckets.length === 1, Buckets);
const named = await teardown('shutterbus-prod', '--stage', 'prod');
expect('with its name it goes', named.code === 0 && (await remains('shutterbus-prod')).length === 0, named);
