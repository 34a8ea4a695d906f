import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import { anna, noon, notice } from '../notices.fixture.ts';
import { dynamoNotices } from './dynamo-notices.ts';

/** Somebody reads a notification in the moment in which its mail is settled. The engine of the tests lets no two writes meet. */
describe('dynamoNotices in front of a table whose writes meet', () => {
  const conflicts: Record<string, object> = {
    UpdateItem: { __type: 'com.amazonaws.dynamodb.v20120810#TransactionConflictException' },
    TransactWriteItems: {
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    },
  };
  let calls: string[] = [];
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    calls.push(operation);
    // Each loses twice before it gets its turn.
    const lost = calls.filter((call) => call === operation).length <= 2;
    response.writeHead(lost ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(lost ? conflicts[operation] : {}));
  });
  const client = () =>
    DynamoDBDocumentClient.from(
      new DynamoDBClient({
        ...clientSettings(),
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        region: 'eu-west-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
    );
  const notices = () => dynamoNotices('notifications', () => new Date(noon), client());

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    calls = [];
  });

  it('marks as read all the same', async () => {
    await notices().markRead(anna, [notice(anna).id]);
    expect(calls).toEqual(['UpdateItem', 'UpdateItem', 'UpdateItem']);
  });

  it('settles the mail all the same, so that it is not sent again', async () => {
    await notices().settleMail(notice(anna), 'sent', []);
    expect(calls).toEqual(['TransactWriteItems', 'TransactWriteItems', 'TransactWriteItems']);
  });
});
