import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { ArnNames } from './arn-names.ts';
import type { EngineClient } from './engine-client.ts';

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).default('ALL'),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const throughput = z.strictObject({
  ReadCapacityUnits: z.coerce.number(),
  WriteCapacityUnits: z.coerce.number(),
});
const switchedOn = z.union([z.boolean(), z.stringbool()]);

const properties = z.strictObject({
  TableName: z.string().min(3).max(255).optional(),
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: projection,
        ProvisionedThroughput: throughput.optional(),
      }),
    )
    .optional(),
  LocalSecondaryIndexes: z
    .array(z.strictObject({ IndexName: z.string(), KeySchema: keySchema, Projection: projection }))
    .optional(),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TimeToLiveSpecification: z
    .strictObject({ AttributeName: z.string().optional(), Enabled: switchedOn })
    .optional(),
  DeletionProtectionEnabled: switchedOn.optional(),
  /** No effect: the sandbox does not meter. */
  BillingMode: z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).optional(),
  ProvisionedThroughput: throughput.optional(),
  OnDemandThroughput: z.unknown().optional(),
  WarmThroughput: z.unknown().optional(),
  TableClass: z.string().optional(),
  /** No effect: the state folder is the only copy. */
  PointInTimeRecoverySpecification: z.unknown().optional(),
  /** No effect: the database file is not encrypted. */
  SSESpecification: z.unknown().optional(),
  /** No effect: nothing reads them here. */
  Tags: z.unknown().optional(),
  ContributorInsightsSpecification: z.unknown().optional(),
});
export type TableProperties = z.infer<typeof properties>;

const described = z.object({
  Table: z.object({
    TableStatus: z.string(),
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
    GlobalSecondaryIndexes: z
      .array(z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: projection }))
      .optional(),
    StreamSpecification: z
      .object({ StreamEnabled: z.boolean(), StreamViewType: z.string().optional() })
      .optional(),
    LatestStreamArn: z.string().optional(),
  }),
});
type Described = z.infer<typeof described>['Table'];

/** AWS::DynamoDB::Table. A table that is there is changed where DynamoDB can: indexes, stream, expiry. */
export function tableProvider(
  client: EngineClient,
  names: ArnNames,
  region: string,
  accountId: string,
): ResourceProvider<TableProperties> {
  const describe = async (name: string): Promise<Described | undefined> => {
    try {
      return described.parse(
        JSON.parse(names.toSandbox(JSON.stringify(await client.call('DescribeTable', { TableName: name })))),
      ).Table;
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  };

  return {
    type: 'AWS::DynamoDB::Table',
    properties,
    async apply({ logicalId, physicalName, properties: wanted, unchanged }) {
      const name = wanted.TableName ?? physicalName;
      const standing = await describe(name);
      if (!standing) await create(client, name, wanted);
      else if (!unchanged) await update(client, logicalId, name, standing, wanted);
      if (!(standing && unchanged)) await setExpiry(client, name, wanted);
      const streamArn = (await describe(name))?.LatestStreamArn;
      return {
        ref: name,
        attributes: {
          Arn: `arn:aws:dynamodb:${region}:${accountId}:table/${name}`,
          ...(wanted.StreamSpecification && streamArn !== undefined && { StreamArn: streamArn }),
        },
      };
    },
    async remove({ ref: name, properties: { DeletionProtectionEnabled } }) {
      if (!(await describe(name))) return;
      if (String(DeletionProtectionEnabled) === 'true') throw new Error('the table has deletion protection');
      await client.call('DeleteTable', { TableName: name });
    },
  };
}

async function create(client: EngineClient, name: string, wanted: TableProperties): Promise<void> {
  await client.call('CreateTable', {
    TableName: name,
    AttributeDefinitions: wanted.AttributeDefinitions,
    KeySchema: wanted.KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(wanted.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: wanted.GlobalSecondaryIndexes.map(
        ({ ProvisionedThroughput: _unmetered, ...index }) => index,
      ),
    }),
    ...(wanted.LocalSecondaryIndexes && { LocalSecondaryIndexes: wanted.LocalSecondaryIndexes }),
    ...(wanted.StreamSpecification && {
      StreamSpecification: { StreamEnabled: true, ...wanted.StreamSpecification },
    }),
    ...(wanted.DeletionProtectionEnabled && { DeletionProtectionEnabled: true }),
  });
}

async function update(
  client: EngineClient,
  logicalId: string,
  name: string,
  standing: Described,
  wanted: TableProperties,
): Promise<void> {
  const keysOf = (schema: Described['KeySchema']): string[] =>
    schema.map((k) => `${k.KeyType} ${k.AttributeName}`);
  if (!isDeepStrictEqual(keysOf(standing.KeySchema), keysOf(wanted.KeySchema))) {
    throw new Error(
      `${logicalId}: KeySchema differs from the table ${name} in the state folder, and DynamoDB cannot change it. ` +
        'Start with --fresh to drop the state, or give the table another name.',
    );
  }
  const change = (input: Record<string, unknown>): Promise<unknown> =>
    client.call('UpdateTable', { TableName: name, ...input });

  const wantedIndexes = wanted.GlobalSecondaryIndexes ?? [];
  const standingIndexes = standing.GlobalSecondaryIndexes ?? [];
  const same = (a: (typeof standingIndexes)[number], b: (typeof wantedIndexes)[number]): boolean =>
    a.IndexName === b.IndexName &&
    isDeepStrictEqual(a.KeySchema, b.KeySchema) &&
    isDeepStrictEqual(a.Projection, b.Projection);
  for (const index of standingIndexes) {
    if (wantedIndexes.some((other) => same(index, other))) continue;
    await change({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: index.IndexName } }] });
  }
  for (const { ProvisionedThroughput: _unmetered, ...index } of wantedIndexes) {
    if (standingIndexes.some((other) => same(other, index))) continue;
    await change({
      AttributeDefinitions: wanted.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    });
  }

  const viewNow = standing.StreamSpecification?.StreamEnabled
    ? standing.StreamSpecification.StreamViewType
    : undefined;
  const view = wanted.StreamSpecification?.StreamViewType;
  if (viewNow !== undefined && viewNow !== view)
    await change({ StreamSpecification: { StreamEnabled: false } });
  if (view !== undefined && viewNow !== view) {
    await change({ StreamSpecification: { StreamEnabled: true, StreamViewType: view } });
  }
}

async function setExpiry(client: EngineClient, name: string, wanted: TableProperties): Promise<void> {
  const { TimeToLiveDescription: now } = z
    .object({
      TimeToLiveDescription: z.object({ TimeToLiveStatus: z.string(), AttributeName: z.string().optional() }),
    })
    .parse(await client.call('DescribeTimeToLive', { TableName: name }));
  const enabled = now.TimeToLiveStatus === 'ENABLED';
  const setting = wanted.TimeToLiveSpecification;
  const attribute = setting?.Enabled ? setting.AttributeName : undefined;
  const set = (AttributeName: string | undefined, Enabled: boolean): Promise<unknown> =>
    client.call('UpdateTimeToLive', { TableName: name, TimeToLiveSpecification: { AttributeName, Enabled } });
  if (enabled && now.AttributeName !== attribute) await set(now.AttributeName, false);
  if (attribute !== undefined && !(enabled && now.AttributeName === attribute)) await set(attribute, true);
}
