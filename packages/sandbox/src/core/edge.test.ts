import { createServer, request as httpRequest, type Server } from 'node:http';
import { readBody } from './edge.ts';

const limitBytes = 1000;
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    readBody(request, limitBytes).then(
      (body) => response.end(String(body.length)),
      (error: Error) =>
        response.writeHead(413, { connection: 'close' }).end(`${error.name}: ${error.message}`),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** @param declared whether a content-length goes ahead of the body */
function send(body: Buffer, declared: boolean): Promise<[status: number | undefined, text: string]> {
  return new Promise((resolve, reject) => {
    const headers = declared ? { 'content-length': body.length } : { 'transfer-encoding': 'chunked' };
    const request = httpRequest({ host: '127.0.0.1', port, method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve([response.statusCode, text]));
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('readBody', () => {
  it.each([
    ['with', true],
    ['without', false],
  ])('reads up to the limit %s a content-length, and lets more be answered', async (_word, declared) => {
    expect(await send(Buffer.alloc(limitBytes), declared)).toEqual([200, '1000']);
    const tooLong = [413, 'RangeError: The request body is longer than 1000 bytes.'];
    expect(await send(Buffer.alloc(limitBytes + 1), declared)).toEqual(tooLong);
    expect(await send(Buffer.alloc(20_000_000), declared)).toEqual(tooLong);
  });
});
