import { get as httpGet } from 'node:http';
import { consoleStage, mail } from '../../test/console-stage.ts';
import type { Fact } from '../core/observe.ts';
import { roleSession } from '../core/principal.ts';
import type { ReceivedMail } from './mailbox-page.ts';

const stage = consoleStage();

describe('makeConsole', () => {
  it('draws who is there, all at once or one group whole', async () => {
    const all = await (await fetch(`${stage.origin}/_sandbox/architecture`)).text();
    expect(all).toContain('data-node="Shop/"');
    expect(all).toContain('<script type="application/json" id="places">{"arn:pay":"Shop/"}</script>');
    const one = await (await fetch(`${stage.origin}/_sandbox/architecture?of=Shop`)).text();
    expect(one).toContain('data-from="Shop/Pay" data-to="Shop/Bills"');
    expect(one).toContain('href="/_sandbox/architecture?of=Shop" aria-current="page"');
    const unknown = await (await fetch(`${stage.origin}/_sandbox/architecture?of=<b>`)).text();
    expect(unknown).toContain('data-node="Shop/"');
    expect(unknown).not.toContain('<b>');
  });

  it('leads from the picture to what it shows, and says what waits in queues', async () => {
    const all = await (await fetch(`${stage.origin}/_sandbox/architecture`)).text();
    expect(all).toMatch(
      /<a href="\/_sandbox\/architecture\?of=Shop" aria-label="Shop: \d+ functions"><g class="[^"]*service/,
    );
    expect(all).toMatch(/<svg [^>]*role="group"/);
    const one = await (await fetch(`${stage.origin}/_sandbox/architecture?of=Shop`)).text();
    expect(one).toMatch(
      /<a href="\/_sandbox\/functions\/[^"]+" aria-label="Shop: Pay"><g class="[^"]*function/,
    );
    const queues = await (await fetch(`${stage.origin}/_sandbox/v1/queues.json`)).json();
    expect(queues).toEqual({ version: 1, queues: stage.stack.queues });
  });

  it('tells how much went along each edge, and how much of it failed', async () => {
    const told = {
      at: 1,
      work: { kind: 'batch', id: 'b' },
      target: 'arn:pay',
      source: 'arn:jobs',
      attempt: 1,
    };
    stage.happen({ ...told, fact: 'began' } as Fact);
    stage.happen({ ...told, fact: 'failed', error: { code: 'TypeError', message: 'no' } } as Fact);
    const code = { ...roleSession('arn:aws:iam::0:role/pay', 'shop-Pay'), accessKeyId: 'ASIA1' };
    stage.access.check(code, 'events:PutEvents', 'arn:bus/shop');
    const edges = await (await fetch(`${stage.origin}/_sandbox/v1/edges.json`)).json();
    expect(edges).toEqual({
      version: 1,
      edges: [
        { from: 'arn:jobs', to: 'arn:pay', passed: 1, failed: 1 },
        { from: 'arn:pay', to: 'arn:bus/shop', passed: 1, failed: 0 },
      ],
    });
  });

  it('looks as the application says, with files that pages may load and browsers keep', async () => {
    const css = await (await fetch(`${stage.origin}/_sandbox/console.css`)).text();
    expect(css).toMatch(/font: .*var\(--font.*@font-face \{ font-family: Shop/s);
    const font = await fetch(`${stage.origin}/_sandbox/look/shop.woff2`);
    expect([font.status, font.headers.get('content-type'), font.headers.get('cache-control')]).toEqual([
      ...[200, 'font/woff2', 'private, max-age=3600'],
    ]);
    expect([...new Uint8Array(await font.arrayBuffer())]).toEqual([0x77, 0xff, 0x00]);
    const start = await fetch(`${stage.origin}/_sandbox`);
    expect(start.headers.get('content-security-policy')).toContain("font-src 'self'");
    expect(start.headers.get('cache-control')).toBe('no-store');
    expect((await fetch(`${stage.origin}/_sandbox/look/other.woff2`)).status).toBe(404);
  });

  it('tells its health, and that it is not ready yet', async () => {
    const healthy = await fetch(`${stage.origin}/_sandbox/health`);
    expect([healthy.status, await healthy.json()]).toEqual([
      200,
      {
        status: 'ok',
        stack: 'shop',
        endpoints: { web: 'http://localhost:3000', aws: 'http://localhost:4566' },
      },
    ]);
    stage.stack.status = 'starting';
    expect((await fetch(`${stage.origin}/_sandbox/health`)).status).toBe(503);
  });

  it('says what has failed, to programs and to people', async () => {
    Object.assign(stage.stack, { status: 'failed', trouble: 'The engine <ended>; start again.' });
    const health = await fetch(`${stage.origin}/_sandbox/health`);
    expect([health.status, await health.json()]).toEqual([
      503,
      expect.objectContaining({ status: 'failed', trouble: 'The engine <ended>; start again.' }),
    ]);
    const text = await (await fetch(`${stage.origin}/_sandbox`)).text();
    expect(text).toContain('shop has failed');
    expect(text).toContain('The engine &lt;ended&gt;; start again.');
  });

  it('says on each page what could not be built, until something else is said, and what was reloaded for a while', async () => {
    const page = async () => (await fetch(`${stage.origin}/_sandbox`)).text();
    stage.notice = { isTrouble: true, text: 'pay.ts:3: <expected>', at: 0 };
    expect(await page()).toMatch(/role="alert"><pre>pay\.ts:3: &lt;expected&gt;/);
    expect(await (await fetch(`${stage.origin}/_sandbox/health`)).json()).toMatchObject({
      notice: stage.notice,
    });
    expect(await (await fetch(`${stage.origin}/_sandbox/mail/one/html`)).text()).not.toContain('pay.ts');
    stage.notice = { isTrouble: false, text: 'Reloaded: pay', at: Date.now() };
    expect(await page()).toContain('Reloaded: pay');
    stage.notice = { ...stage.notice, at: 0 };
    expect(await page()).not.toContain('Reloaded: pay');
    stage.notice = undefined;
  });

  it('shows the alarms, first those that ring', async () => {
    const text = await (await fetch(`${stage.origin}/_sandbox`)).text();
    expect(text).toMatch(/Letters<\/td><td><strong>ALARM<\/strong>.*Calm<\/td><td>OK</s);
  });

  it('lists mails as JSON, by address', async () => {
    const all = (await (await fetch(`${stage.origin}/_sandbox/mail`)).json()) as ReceivedMail[];
    expect(all.map((one) => one.id)).toEqual(['one', 'two']);
    const mine = (await (
      await fetch(`${stage.origin}/_sandbox/mail?to=ann%40example.com`)
    ).json()) as ReceivedMail[];
    expect(mine).toEqual([mail('one')]);
  });

  it('shows mails newest first with their codes ready to copy, and every text escaped', async () => {
    stage.mails.push(
      mail('three', { subject: '<script>alert(1)</script>', to: ['"><img src=x>@example.com'] }),
    );
    const text = await (await fetch(`${stage.origin}/_sandbox/mailbox`)).text();
    expect(text.indexOf('mail-three')).toBeLessThan(text.indexOf('mail-one'));
    expect(text).toContain('data-code="123456"');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img src=x');
    const filtered = await (await fetch(`${stage.origin}/_sandbox/mailbox?to=%22%3E%3Cb%3E`)).text();
    expect(filtered).toContain('No mail yet');
    expect(filtered).not.toContain('"><b>');
  });

  it('changes its version when a mail comes', async () => {
    const version = async () => (await fetch(`${stage.origin}/_sandbox/mailbox/version`)).text();
    const before = await version();
    stage.mails.push(mail('new'));
    expect(await version()).not.toBe(before);
  });

  it('gives an HTML mail a document that can run nothing', async () => {
    const answer = await fetch(`${stage.origin}/_sandbox/mail/one/html`);
    expect(await answer.text()).toContain('<p>Enter <b>123456</b></p>');
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toMatch(/^sandbox allow-popups/);
    expect(policy).not.toContain('allow-scripts');
    expect(policy).toContain("default-src 'none'");
    expect((await fetch(`${stage.origin}/_sandbox/mail/none/html`)).status).toBe(404);
  });

  it('shows the stack on the start page', async () => {
    const answer = await fetch(`${stage.origin}/_sandbox`);
    const text = await answer.text();
    for (const shown of [
      'shop is running',
      'export AWS_ENDPOINT_URL=http://localhost:4566',
      'export AWS_SECRET_ACCESS_KEY=secret',
      'shop-GetOrder',
      'Failures',
      'AWS::CloudWatch::Alarm',
    ]) {
      expect(text).toContain(shown);
    }
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    for (const asset of ['console.css', 'mailbox.js']) {
      expect((await fetch(`${stage.origin}/_sandbox/${asset}`)).status).toBe(200);
    }
  });

  it('refuses a foreign Host and a foreign page, and other methods than GET and POST', async () => {
    const status = await new Promise((resolve) => {
      httpGet(`${stage.origin}/_sandbox/mail`, { headers: { host: 'evil.example.com' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
    });
    expect(status).toBe(403);
    const foreign = { headers: { origin: 'http://evil.example' } };
    expect((await fetch(`${stage.origin}/_sandbox/mail`, foreign)).status).toBe(403);
    expect((await fetch(`${stage.origin}/photos`, foreign)).status).toBe(403);
    expect((await fetch(`${stage.origin}/_sandbox/mail`, { method: 'PUT', body: 'x' })).status).toBe(405);
    expect((await fetch(`${stage.origin}/_sandbox/mail`, { method: 'POST', body: 'x' })).status).toBe(404);
    expect((await fetch(`${stage.origin}/_sandbox/nothing`)).status).toBe(404);
  });
});
