import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { developer, edgeServer, type Listening, listen, testWorld } from '../../../test/serve-edge.ts';
import { makeSes, type Ses } from './ses.ts';

const world = testWorld();
const needs = { buses: { publish: () => '' }, runningUnder: () => undefined };
let ses: Ses;
let server: Listening;
let client: SESv2Client;
beforeAll(async () => {
  ses = makeSes(world, needs);
  server = await listen(edgeServer(() => ses.edge));
  client = new SESv2Client({ endpoint: server.endpoint, region: world.region, credentials: developer });
});
afterAll(async () => {
  client.destroy();
  await server.close();
  world.drop();
});

/** As a mail program writes it: encoded words, two parts in two encodings, an attachment. */
const raw = [
  'From: =?UTF-8?Q?J=C3=BCrg?= <juerg@example.com>',
  'To: Ann <ann@example.com>, bob@example.com',
  'Cc: team: cy@example.com;',
  'Subject: =?UTF-8?B?R3LDvHNzZSBhdXMgWsO8cmljaA==?=',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=OUTER',
  '',
  '--OUTER',
  'Content-Type: multipart/alternative; boundary=INNER',
  '',
  '--INNER',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Gr=C3=BCezi =',
  'mitenand',
  '--INNER',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('<p>Grüezi <b>mitenand</b></p>').toString('base64'),
  '--INNER--',
  '--OUTER',
  'Content-Type: text/csv; name=a.csv',
  'Content-Disposition: attachment; filename=a.csv',
  '',
  '1,2',
  '--OUTER--',
  '',
].join('\r\n');

describe('a raw mail', () => {
  const send = (more: object = {}) =>
    client.send(new SendEmailCommand({ Content: { Raw: { Data: Buffer.from(raw) } }, ...more }));

  it('is read with its parts and encodings, and goes to whom its headers name', async () => {
    const { MessageId = '' } = await send();
    const mail = ses.mailbox.get(MessageId);
    expect(mail).toMatchObject({
      from: 'Jürg <juerg@example.com>',
      to: ['Ann <ann@example.com>', 'bob@example.com', 'cy@example.com'],
      subject: 'Grüsse aus Zürich',
      html: '<p>Grüezi <b>mitenand</b></p>',
    });
    expect(mail?.text.trim()).toBe('Grüezi mitenand');
  });

  it('goes to whom the call names, as the envelope does', async () => {
    const { MessageId = '' } = await send({
      FromEmailAddress: 'robot@example.com',
      Destination: { ToAddresses: ['dan@example.com'] },
    });
    expect(ses.mailbox.get(MessageId)).toMatchObject({ from: 'robot@example.com', to: ['dan@example.com'] });
  });

  it('needs somebody to go to', async () => {
    const Data = Buffer.from('From: a@example.com\r\nSubject: x\r\n\r\nx');
    await expect(send({ Content: { Raw: { Data } } })).rejects.toThrow('Missing required header: To.');
  });
});
