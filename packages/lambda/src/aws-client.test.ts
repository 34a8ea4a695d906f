import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { clientSettings, worstCaseMs } from './aws-client.ts';

let server: Server;
let attempts = 0;
/** What the service does with a request; undefined: nothing at all. */
let answer:
  | { status: number; type: string; headers?: Record<string, string>; reasons?: string[] }
  | undefined;

/** One call of a client with these limits. @returns the error's name */
async function call(limits: Parameters<typeof clientSettings>[0]) {
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    ...clientSettings(limits),
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const sent = answer?.reasons
    ? client.send(new TransactWriteItemsCommand({ TransactItems: [] }))
    : client.send(new GetItemCommand({ TableName: 'table', Key: {} }));
  const error = await sent.then(
    () => undefined,
    (reason: Error) => reason,
  );
  client.destroy();
  return error?.name;
}

describe('clientSettings', () => {
  beforeAll(async () => {
    server = createServer((_, response) => {
      attempts += 1;
      if (!answer) return;
      response.writeHead(answer.status, answer.headers);
      const CancellationReasons = answer.reasons?.map((Code) => ({ Code }));
      response.end(
        JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${answer.type}`, CancellationReasons }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    attempts = 0;
    answer = undefined;
  });

  it('gives up on a service that does not answer, after as many attempts as it has', async () => {
    expect(await call({ requestTimeoutMs: 100, withinMs: 4_000 })).toBe('TimeoutError');
    expect(attempts).toBe(3);
  });

  it('begins no attempt that could end after the time of the whole call', async () => {
    expect(await call({ requestTimeoutMs: 1_000, withinMs: 2_900 })).toBe('TimeoutError');
    expect(attempts).toBe(2);
  });

  it('does not wait as long as a throttling service asks for', async () => {
    answer = { status: 400, type: 'ThrottlingException', headers: { 'x-amz-retry-after': '60000' } };
    expect(await call({ maxAttempts: 2 })).toBe('ThrottlingException');
    expect(attempts).toBe(2);
  });

  it('tries once where that is wanted, and never again what is wrong in itself', async () => {
    answer = { status: 500, type: 'InternalServerError' };
    await call({ maxAttempts: 1 });
    expect(attempts).toBe(1);
    answer = { status: 400, type: 'ValidationException' };
    await call({});
    expect(attempts).toBe(2);
  });

  it.each([
    ['a write that meets a transaction', 'TransactionConflictException', undefined, 3],
    ['a transaction that meets a write', 'TransactionCanceledException', ['None', 'TransactionConflict'], 3],
    ['no transaction whose condition failed', 'TransactionCanceledException', ['ConditionalCheckFailed'], 1],
    [
      'none of which a condition failed as well',
      'TransactionCanceledException',
      ['TransactionConflict', 'ConditionalCheckFailed'],
      1,
    ],
  ])('tries again %s', async (_, type, reasons, expected) => {
    answer = { status: 400, type, ...(reasons && { reasons }) };
    expect(await call({})).toBe(type);
    expect(attempts).toBe(expected);
  });

  it('fits into what Cognito waits for a trigger', () => {
    expect(worstCaseMs()).toBeLessThan(5_000);
  });
});
