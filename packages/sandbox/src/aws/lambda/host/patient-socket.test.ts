import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { patientAgents } from './patient-socket.ts';

describe('the sockets of a function', () => {
  const late = { ms: 0 };
  const waiting: (() => void)[] = [];
  const server = createServer((_, response) => {
    response.write('a');
    waiting.push(() => response.end('b'));
  });
  const agent = new (patientAgents(Agent, () => late.ms))({ keepAlive: true });

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const answer of waiting.splice(0)) answer();
  });
  afterAll(() => {
    agent.destroy();
    server.close();
  });

  /** @returns after how long its socket said that nothing came, when nothing has come since the first part of the answer */
  async function timedOut(ms: number, whileWaiting: () => void): Promise<number> {
    const { port } = server.address() as AddressInfo;
    const asked = request({ host: '127.0.0.1', port, agent, path: '/' });
    asked.end();
    const [response] = await once(asked, 'response');
    response.resume();
    await once(response, 'data').catch(() => undefined);
    const begun = performance.now();
    const over = new Promise<number>((resolve) =>
      asked.socket?.setTimeout(ms, () => resolve(performance.now() - begun)),
    );
    whileWaiting();
    const tookMs = await over;
    asked.destroy();
    return tookMs;
  }

  it('say so in time when nobody was late', async () => {
    late.ms = 5000;
    const tookMs = await timedOut(200, () => {});
    expect(tookMs).toBeGreaterThanOrEqual(190);
    expect(tookMs).toBeLessThan(5000);
  });

  it('say so later by as much as the sandbox was late meanwhile', async () => {
    const tookMs = await timedOut(200, () => {
      late.ms += 600;
    });
    expect(tookMs).toBeGreaterThanOrEqual(790);
  });

  it('let an answer through that comes meanwhile', async () => {
    const { port } = server.address() as AddressInfo;
    const asked = request({ host: '127.0.0.1', port, agent, path: '/', timeout: 0 });
    asked.end();
    const [response] = await once(asked, 'response');
    const over = jest.fn();
    asked.socket?.setTimeout(200, over);
    late.ms += 3000;
    setTimeout(
      () =>
        waiting.splice(0).forEach((answer) => {
          answer();
        }),
      600,
    );
    let text = '';
    for await (const part of response) text += part;
    expect([text, over.mock.calls.length]).toEqual(['ab', 0]);
  });
});
