import * as z from 'zod';
import { mapping, value } from '../sections.ts';
import type { Mapping } from '../value.ts';
import { addResource, type Expansion, parsePart } from './expansion.ts';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html */
const simpleTable = z.strictObject({
  PrimaryKey: z
    .strictObject({ Name: z.string(), Type: z.enum(['String', 'Number', 'Binary']).default('String') })
    .default({ Name: 'id', Type: 'String' }),
  ProvisionedThroughput: value.optional(),
  PointInTimeRecoverySpecification: value.optional(),
  SSESpecification: value.optional(),
  TableName: value.optional(),
  Tags: mapping.optional(),
});

/** AWS::Serverless::SimpleTable: a table with one key. */
export function addSimpleTable(
  expansion: Expansion,
  logicalId: string,
  source: Mapping,
  dependsOn: string[],
): void {
  const table = parsePart(simpleTable, source, `Resources.${logicalId}.Properties`, expansion.report);
  const { PrimaryKey, Tags: tags, ...same } = table ?? simpleTable.parse({});
  addResource(
    expansion,
    logicalId,
    'AWS::DynamoDB::Table',
    {
      AttributeDefinitions: [{ AttributeName: PrimaryKey.Name, AttributeType: PrimaryKey.Type.charAt(0) }],
      KeySchema: [{ AttributeName: PrimaryKey.Name, KeyType: 'HASH' }],
      BillingMode: same.ProvisionedThroughput === undefined ? 'PAY_PER_REQUEST' : undefined,
      ...same,
      Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    },
    dependsOn,
  );
}
