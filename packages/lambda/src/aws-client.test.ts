import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { clientSettings, worstCaseMs } from './aws-client.ts';

let server: Server;
let attempts = 0;
/** What the service does with a request; undefined: nothing at all. */
let answer: { status: number; type: string; headers?: Record<string, string> } | undefined;

/** One call of a client with these limits. @returns the error's name and how long it took */
async function call(limits: Parameters<typeof clientSettings>[0]) {
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    ...clientSettings(limits),
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const startedAt = performance.now();
  const error = await client.send(new GetItemCommand({ TableName: 'table', Key: {} })).then(
    () => undefined,
    (reason: Error) => reason,
  );
  client.destroy();
  return { name: error?.name, tookMs: performance.now() - startedAt };
}

describe('clientSettings', () => {
  beforeAll(async () => {
    server = createServer((_, response) => {
      attempts += 1;
      if (!answer) return;
      response.writeHead(answer.status, answer.headers);
      response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${answer.type}` }));
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
    const limits = { requestTimeoutMs: 100, withinMs: 1_000 };
    const { name, tookMs } = await call(limits);
    expect(name).toBe('TimeoutError');
    expect(attempts).toBe(3);
    expect(tookMs).toBeGreaterThan(250);
    expect(tookMs).toBeLessThan(worstCaseMs(limits));
  });

  it('begins no attempt that could end after the time of the whole call', async () => {
    const limits = { requestTimeoutMs: 300, withinMs: 800 };
    const { name, tookMs } = await call(limits);
    expect(name).toBe('TimeoutError');
    expect(attempts).toBe(2);
    expect(tookMs).toBeLessThan(worstCaseMs(limits));
  });

  it('does not wait as long as a throttling service asks for', async () => {
    answer = { status: 400, type: 'ThrottlingException', headers: { 'x-amz-retry-after': '60000' } };
    const { name, tookMs } = await call({ maxAttempts: 2 });
    expect(name).toBe('ThrottlingException');
    expect(attempts).toBe(2);
    expect(tookMs).toBeLessThan(worstCaseMs({ maxAttempts: 2 }));
  });

  it('tries once where that is wanted, and never again what is wrong in itself', async () => {
    answer = { status: 500, type: 'InternalServerError' };
    await call({ maxAttempts: 1 });
    expect(attempts).toBe(1);
    answer = { status: 400, type: 'ValidationException' };
    await call({});
    expect(attempts).toBe(2);
  });

  it('fits into what Cognito waits for a trigger', () => {
    expect(worstCaseMs()).toBeLessThan(5_000);
  });
});
