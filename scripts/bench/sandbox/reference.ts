import { fork } from 'node:child_process';
import path from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { makeAuthentication } from '@shutterbus/sandbox/gateway/authentication';
import { putAll } from './load.ts';
import { mainThreadMs } from './processor-time.ts';

const credentials = { accessKeyId: 'AKIABENCH', secretAccessKey: 'a secret of forty letters, as AWS has it' };

/** Main thread of a bare HTTP server for one PutEvents with one entry, in milliseconds. */
export async function bareCallMs(calls: number): Promise<number> {
  const child = fork(path.join(import.meta.dirname, 'bare-server.ts'));
  const port = await new Promise<number>((resolve) => child.once('message', (sent) => resolve(Number(sent))));
  const client = new EventBridgeClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-2',
    credentials,
  });
  const sending = { entriesPerCall: 1, width: 8 };
  await putAll(client, { ...sending, count: 200 });
  const before = mainThreadMs(child.pid ?? 0);
  await putAll(client, { ...sending, count: calls });
  const used = mainThreadMs(child.pid ?? 0) - before;
  client.destroy();
  child.disconnect();
  return used / calls;
}

/** Processor time that a good signature takes to check, in milliseconds. */
export async function signatureMs(times: number): Promise<number> {
  const request = await signedPutEvents();
  const authentication = makeAuthentication(
    {
      find: (accessKeyId) => ({
        secretAccessKey: credentials.secretAccessKey,
        caller: { kind: 'user', arn: 'arn:aws:iam::000000000000:user/bench', accessKeyId },
        revoked: false,
        endsAtMs: Number.POSITIVE_INFINITY,
      }),
    },
    Date.now,
  );
  const check = (): void => {
    const found = authentication.ofRequest(request);
    if (!found || !('caller' in found)) throw new Error('The signature is not good.');
  };
  for (let i = 0; i < times; i += 1) check();
  const before = process.cpuUsage();
  for (let i = 0; i < times; i += 1) check();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

/** As the SDK signs it, caught before it is sent. */
async function signedPutEvents(): Promise<{ method: string; url: string; headers: Record<string, string> }> {
  const client = new EventBridgeClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'eu-central-2',
    credentials,
  });
  let headers: Record<string, string> = {};
  client.middlewareStack.addRelativeTo(
    () => async (args: { request?: unknown }) => {
      headers = (args.request as { headers: Record<string, string> }).headers;
      throw new Error('not sent');
    },
    { relation: 'after', toMiddleware: 'httpSigningMiddleware' },
  );
  const Entries = [{ Source: 'bench', DetailType: 'Sent', Detail: '{}' }];
  await client.send(new PutEventsCommand({ Entries })).catch(() => undefined);
  return { method: 'POST', url: '/', headers };
}
