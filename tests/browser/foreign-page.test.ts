import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type App, startApp } from '@shutterbus/testing/app';
import { openPage, startBrowser } from '@shutterbus/testing/browser';
import { eventually } from '@shutterbus/testing/eventually';
import { Person, sendUpload } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import type { Browser, Page } from 'playwright-core';
import * as z from 'zod';

/** A request as an SDK signs it with the developer's key: more than a page can know. */
interface Signed {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

const running = z.object({
  region: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});

/** Two names of somebody else: one for the page, one that is pointed at the developer's own ports. */
const names = '--host-resolver-rules=MAP evil.example 127.0.0.1,MAP rebound.example 127.0.0.1';

describe('a page of somebody else in the browser of the developer', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  let server: Server;
  let anna: Person;
  let settings: { endpoint: string } & z.infer<typeof running>;
  let html = '';

  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end(`<!doctype html><title>evil</title>${html}`);
    }).listen(0, '127.0.0.1');
    [app, browser] = await Promise.all([startApp(), startBrowser([names])]);
    anna = await Person.join(app, 'Anna');
    const told = readFileSync(path.join(app.stateFolder, 'running.json'), 'utf8');
    settings = { endpoint: app.awsUrl, ...running.parse(JSON.parse(told)) };
    page = await openPage(browser, app.webUrl, () => {});
  });
  afterAll(async () => {
    server?.close();
    await browser?.close();
    await app?.dispose();
  });
  beforeEach(() => show(''));

  /** Opens the page with this content. */
  async function show(content: string): Promise<void> {
    html = content;
    await page.goto(`http://evil.example:${(server.address() as AddressInfo).port}/`);
  }

  /** Lets a client of the SDK sign a request, and keeps it instead of sending it. */
  async function signed(use: (settings: object) => Promise<unknown>): Promise<Signed> {
    let kept: (Omit<Signed, 'url'> & { path: string; query?: Record<string, string> }) | undefined;
    const handle = async (request: unknown): Promise<never> => {
      kept = request as typeof kept;
      throw new Error('kept');
    };
    await use({ ...settings, requestHandler: { handle } }).catch(() => undefined);
    if (!kept) throw new Error('nothing was signed');
    const { path: target, query = {}, method, headers, body } = kept;
    const { host: _host, 'content-length': _length, ...sent } = headers;
    const url = `${app.awsUrl}${target}?${new URLSearchParams(query)}`;
    return { url, method, headers: sent, ...(body && { body }) };
  }

  /** What the page reads: the answer's text, or that the browser keeps it back. */
  const readByScript = (request: Signed): Promise<string> =>
    page.evaluate(async ({ url, method, headers, body }) => {
      try {
        return await (await fetch(url, { method, headers, ...(body !== undefined && { body }) })).text();
      } catch {
        return 'kept back';
      }
    }, request);

  it('reads nothing by script: no page of the sandbox, no service, no object, even with a valid signature', async () => {
    const photo = await anna.upload(await photoLike(1));
    await anna.photoWithStatus(photo.id, 'ready');
    const { originalUrl } = (await anna.get(`/v1/media/${photo.id}`)).body;
    const plain = (url: string): Signed => ({ url, method: 'GET', headers: {} });
    const requests = [
      plain(originalUrl),
      ...['/_sandbox', '/_sandbox/mail', '/_sandbox/health', '/v1/media', '/index.html'].map((place) =>
        plain(`${app.webUrl}${place}`),
      ),
      await signed((to) =>
        new CognitoIdentityProviderClient(to).send(new ListUserPoolsCommand({ MaxResults: 1 })),
      ),
      await signed((to) => new EventBridgeClient(to).send(new ListEventBusesCommand({}))),
      await signed((to) => new SQSClient(to).send(new ListQueuesCommand({}))),
      await signed((to) => new LambdaClient(to).send(new ListFunctionsCommand({}))),
      await signed((to) => new S3Client(to).send(new ListBucketsCommand({}))),
    ];
    for (const request of requests) expect(await readByScript(request)).toBe('kept back');
    // From a tool the same requests are answered: it was the page that was refused.
    for (const { url, ...request } of requests) expect((await fetch(url, request)).status).toBeLessThan(400);
  });

  it('writes nothing by script or form without a form that the app has signed, as in AWS', async () => {
    const bytes = await photoLike(1);
    const { body } = await anna.requestUpload({ sizeBytes: bytes.length });
    const { url, fields } = body.upload;
    const { key, 'Content-Type': type } = fields;
    const answered = await page.evaluate(
      async ({ url, fields }) => {
        const form = new FormData();
        for (const [name, value] of Object.entries(fields)) form.append(name, value ?? '');
        form.append('file', new Blob(['evil']), 'evil.jpg');
        return (await fetch(url, { method: 'POST', body: form })).status;
      },
      { url, fields: { key, type } },
    );
    expect(answered).toBe(403);
    expect(await submitted(`${app.webUrl}/v1/media`, { title: 'evil' })).toMatch(/Pages of .* may not/);
    expect(await submitted(app.awsUrl, { Action: 'ListRoles' })).toMatch(/Pages of .* may not/);
    expect((await anna.get(`/v1/media/${body.photo.id}`)).body.status).toBe(body.photo.status);
    expect((await sendUpload({ url, fields }, bytes)).ok).toBe(true);
  });

  /** Submits a form as the owner of the page lets somebody do, and gives what the browser shows then. */
  async function submitted(action: string, fields: Record<string, string>): Promise<string> {
    const inputs = Object.entries(fields).map(
      ([name, value]) => `<textarea name="${name}">${value.replaceAll('&', '&amp;')}</textarea>`,
    );
    await show(
      `<form method="post" enctype="multipart/form-data" action="${action}">${inputs.join('')}<button>Win</button></form>`,
    );
    await Promise.all([page.waitForURL(`${action}**`), page.locator('button').click()]);
    return (await page.locator('html').textContent()) ?? '';
  }

  it('shows no image, runs no script and frames no page of the ports', async () => {
    const outcomes = new Map<string, number | 'kept back'>();
    const places = ['/favicon.svg', '/_sandbox/mailbox.js', '/', '/_sandbox/mailbox'].map(
      (place) => `${app.webUrl}${place}`,
    );
    page.on('response', (response) => void outcomes.set(response.url(), response.status()));
    page.on('requestfailed', (request) => void outcomes.set(request.url(), 'kept back'));
    const [image, script, ...frames] = places;
    await show(
      `<img src="${image}"><script src="${script}"></script>${frames.map((src) => `<iframe src="${src}"></iframe>`).join('')}`,
    );
    await eventually(() =>
      expect(places.map((place) => outcomes.get(place))).toEqual(['kept back', 'kept back', 403, 403]),
    );
  });

  it('may lead to the web app by a link, and nowhere else, nor anywhere under a name of its own', async () => {
    await show(`<a href="${app.webUrl}/">Photos</a>`);
    await page.locator('a').click();
    await page.waitForURL(`${app.webUrl}/**`);
    await page.getByRole('banner').waitFor();

    await show(`<a href="${app.awsUrl}/some-bucket/index.html">Photos</a>`);
    await page.locator('a').click();
    await page.waitForURL(`${app.awsUrl}/**`);
    expect(await page.locator('html').textContent()).toContain('Pages of other sites may not ask for this');

    for (const { port } of [new URL(app.webUrl), new URL(app.awsUrl)]) {
      expect((await page.goto(`http://rebound.example:${port}/_sandbox`))?.status()).toBe(403);
      const again = (target: string) => page.evaluate(async (to) => (await fetch(to)).status, target);
      expect([await again('/_sandbox/mail'), await again('/v1/media')]).toEqual([403, 403]);
    }
  });
});
