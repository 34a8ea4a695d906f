import { createServer } from 'node:http';
import { startApp } from '@shutterbus/testing/app';
import { buildHere } from '../../scripts/lib/build-here.ts';

/**
 * Builds as `npm start` does, once for all files: what applications built side by side, one would read while another writes it.
 * Then an application can be had at SHARED_APP, which is started for the first file that asks (shared-app.ts).
 */
export default async function beforeAll() {
  await buildHere(console.log);

  let app;
  const server = createServer(async (_, response) => {
    try {
      app ??= startApp();
      const { webUrl, awsUrl, stateFolder, output } = await app;
      response.end(JSON.stringify({ webUrl, awsUrl, stateFolder, printed: output() }));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.SHARED_APP = `http://127.0.0.1:${server.address().port}`;
  globalThis.endSharedApp = async () => {
    server.close();
    await (await app)?.dispose();
  };
}
