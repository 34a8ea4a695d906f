import { requiredActions } from '@shutterbus/sandbox/aws/dynamodb/required-actions';
import { tablesIn } from '@shutterbus/sandbox/aws/dynamodb/written-tables';
import { countGrantUses } from '@shutterbus/sandbox/aws/iam/grant-uses';
import { makeAccess } from '@shutterbus/sandbox/core/access';
import { makeObserve, type WorkName } from '@shutterbus/sandbox/core/observe';
import { readPolicy } from '@shutterbus/sandbox/core/policy';
import { roleSession } from '@shutterbus/sandbox/core/principal';
import { makeEdgeCounts } from '@shutterbus/sandbox/facts/edge-counts';
import { makeFactRing } from '@shutterbus/sandbox/facts/fact-ring';

const table = 'shop-Things';
const tables = 'arn:aws:dynamodb:eu-central-2:000000000000:table/';
const caller = {
  ...roleSession('arn:aws:iam::000000000000:role/shop-count', 'shop-count'),
  accessKeyId: 'ASIA1',
};
const item = { id: { S: 'thing' }, text: { S: 'x'.repeat(500) } };
/** An item and what the outbox tells of it, as a function of an application writes them. */
const body = JSON.stringify({
  TransactItems: [{ Put: { TableName: table, Item: item } }, { Put: { TableName: table, Item: item } }],
});
const record = JSON.stringify({ eventName: 'INSERT', dynamodb: { NewImage: item } });

const statement = (Action: string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
const policy = readPolicy(
  {
    Version: '2012-10-17',
    Statement: [
      statement(['logs:CreateLogStream', 'logs:PutLogEvents'], 'arn:aws:logs:*:*:*'),
      statement(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], 'arn:aws:sqs:*:*:shop-Jobs'),
      statement(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], `${tables}${table}`),
    ],
  },
  'role',
);

/**
 * Processor time, in microseconds, of what is done to see one write of a function: the rights that it needs are found and counted, for the role and on the
 * edge of the picture, its tables are found, and it, and the record in the table's stream, are told and kept.
 */
export function writtenUs(writes: number): number {
  const observe = makeObserve({ afterCommit: (run) => run() }, (error) => {
    throw error;
  });
  const access = makeAccess();
  makeEdgeCounts(makeFactRing(observe), { listen: access.listen, functionArn: (name) => `arn:${name}` });
  countGrantUses(access, () => [policy], Date.now);

  function write(n: number): void {
    for (const { action, resource } of requiredActions('TransactWriteItems', body))
      access.check(caller, action, `${tables}${resource}`);
    const at = Date.now();
    const work: WorkName = { kind: 'invocation', id: `invocation-${n}` };
    for (const name of tablesIn(Buffer.from(body)))
      observe.tell?.({
        fact: 'wrote',
        at,
        work,
        target: `${tables}${name}`,
        operation: 'TransactWriteItems',
      });
    const read: WorkName = { kind: 'record', id: `record-${n}` };
    observe.tell?.({
      fact: 'accepted',
      at,
      work: read,
      target: `${tables}${table}/stream/1`,
      content: record,
    });
  }

  for (let n = 0; n < writes; n += 1) write(n);
  const before = process.cpuUsage();
  for (let n = 0; n < writes; n += 1) write(n);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / writes;
}
