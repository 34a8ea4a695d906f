import {
  CloudFormationClient,
  DeleteStackCommand,
  paginateListStackResources,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  paginateListUserPools,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DeleteTableCommand,
  DynamoDBClient,
  paginateListTables,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describeStack } from './describe-stack.ts';

/** Something that outlives its stack, or keeps it from being deleted. */
export interface Holding {
  type: 'table' | 'bucket' | 'user pool' | 'log group' | 'stack';
  id: string;
}

const types: Record<string, Holding['type']> = {
  'AWS::DynamoDB::Table': 'table',
  'AWS::S3::Bucket': 'bucket',
  'AWS::Cognito::UserPool': 'user pool',
  'AWS::Logs::LogGroup': 'log group',
};

const cloudFormation = new CloudFormationClient({});
const dynamoDb = new DynamoDBClient({});
const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
const cognito = new CognitoIdentityProviderClient({});
const logs = new CloudWatchLogsClient({});

/** What a stack with its nested ones holds, the stack itself first. Nothing when there is no such stack. */
export async function readStack(name: string): Promise<Holding[]> {
  const stack = await describeStack(cloudFormation, name);
  if (!stack || stack.StackStatus === 'DELETE_COMPLETE') return [];
  return [{ type: 'stack', id: name }, ...(await heldBy(name))];
}

async function heldBy(stack: string): Promise<Holding[]> {
  const held: Holding[] = [];
  for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName: stack })) {
    for (const { ResourceType = '', PhysicalResourceId: id } of page.StackResourceSummaries ?? []) {
      if (id === undefined) continue;
      const type = types[ResourceType];
      if (type) held.push({ type, id });
      if (ResourceType === 'AWS::CloudFormation::Stack') held.push(...(await heldBy(id)));
    }
  }
  return held;
}

/** What an earlier stack of this name left: whatever is named after it. */
export async function findLeftovers(stack: string): Promise<Holding[]> {
  const isOurs = (name: string): boolean => name.startsWith(`${stack}-`);
  const found: Holding[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client: dynamoDb }, {})) {
    found.push(...TableNames.filter(isOurs).map((id) => ({ type: 'table' as const, id })));
  }
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  found.push(
    ...Buckets.flatMap(({ Name = '' }) => (isOurs(Name) ? [{ type: 'bucket' as const, id: Name }] : [])),
  );
  for await (const { UserPools = [] } of paginateListUserPools({ client: cognito }, { MaxResults: 60 })) {
    found.push(
      ...UserPools.flatMap(({ Id = '', Name = '' }) =>
        isOurs(Name) || Name.startsWith(`UserPool-${stack}`) ? [{ type: 'user pool' as const, id: Id }] : [],
      ),
    );
  }
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, {})) {
    found.push(
      ...logGroups.flatMap(({ logGroupName: id = '' }) =>
        id.split('/').some(isOurs) ? [{ type: 'log group' as const, id }] : [],
      ),
    );
  }
  return found;
}

/**
 * Empties the buckets, takes protection off, deletes the stack, waits for it, and deletes what it kept. Safe to
 * repeat: what is gone already is passed over.
 */
export async function removeAll(
  stack: string,
  held: readonly Holding[],
  say: (sentence: string) => void,
): Promise<void> {
  const of = (type: Holding['type']): string[] => held.filter((one) => one.type === type).map(({ id }) => id);
  for (const bucket of of('bucket')) {
    const count = await passOverGone(() => emptyBucket(bucket));
    if (count) say(`emptied ${bucket}: ${count} versions`);
  }
  for (const TableName of of('table')) {
    await passOverGone(() =>
      dynamoDb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false })),
    );
  }
  for (const pool of of('user pool')) await passOverGone(() => unprotect(pool));
  if (of('stack').length > 0) {
    say(`deleting ${stack}; a distribution takes some minutes`);
    await cloudFormation.send(new DeleteStackCommand({ StackName: stack }));
    await waitUntilStackDeleteComplete({ client: cloudFormation, maxWaitTime: 3600 }, { StackName: stack });
  }
  for (const TableName of of('table')) {
    await passOverGone(() => dynamoDb.send(new DeleteTableCommand({ TableName })));
  }
  for (const Bucket of of('bucket')) {
    // What was written while the stack went.
    await passOverGone(() => emptyBucket(Bucket));
    await passOverGone(() => s3.send(new DeleteBucketCommand({ Bucket })));
  }
  for (const UserPoolId of of('user pool')) {
    await passOverGone(() => cognito.send(new DeleteUserPoolCommand({ UserPoolId })));
  }
  for (const logGroupName of of('log group')) {
    await passOverGone(() => logs.send(new DeleteLogGroupCommand({ logGroupName })));
  }
}

/** @returns how many versions and delete markers were there */
async function emptyBucket(Bucket: string): Promise<number> {
  let count = 0;
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return count;
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors.length > 0) throw new Error(`${Bucket}: ${Errors.length} versions stay: ${Errors[0]?.Code}`);
    count += Objects.length;
  }
}

/** UpdateUserPool resets what it is not told; the pool is about to go, so only the protection matters. */
async function unprotect(UserPoolId: string): Promise<void> {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  if (UserPool?.DeletionProtection !== 'ACTIVE') return;
  await cognito.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }));
}

const goneNames = ['ResourceNotFoundException', 'NoSuchBucket'];

async function passOverGone<Result>(step: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Error && goneNames.includes(error.name)) return undefined;
    throw error;
  }
}
