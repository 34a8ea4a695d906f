import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  ListContactsCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { edgeServer, type Listening, listen } from '../../../test/serve-edge.ts';
import { makeFastClock } from '../../core/fast-clock.ts';
import { makeWorld } from '../../core/make-world.ts';
import type { Fact } from '../../core/observe.ts';
import { mailHandler } from './mailbox.ts';
import { makeSes, type Ses } from './ses.ts';

const world = makeWorld({
  region: 'us-east-1',
  accountId: '000000000000',
  endpoint: 'http://127.0.0.1:0',
  db: new DatabaseSync(':memory:'),
  folder: '.',
  now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
  fastClock: makeFastClock(1),
  report: () => {},
});
const published: unknown[] = [];
const needs = {
  buses: {
    publish: (...call: unknown[]) => {
      published.push(call);
      return '';
    },
  },
  runningUnder: () => undefined,
};
let ses: Ses;
let served: Listening;
let client: SESv2Client;

beforeAll(async () => {
  ses = makeSes(world, needs);
  served = await listen(edgeServer(() => ses.edge));
  client = new SESv2Client({
    region: 'us-east-1',
    endpoint: served.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(async () => {
  client.destroy();
  await served.close();
});

const mailTo = (to: string, more: Partial<SendEmailCommandInput> = {}): SendEmailCommand =>
  new SendEmailCommand({
    FromEmailAddress: 'Shop <shop@example.com>',
    Destination: { ToAddresses: [to] },
    Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'plain' } } } },
    ...more,
  });

describe('SendEmail', () => {
  it('puts the mail into the mailbox, newest last, and keeps it', async () => {
    const first = await client.send(mailTo('Ann <Ann@example.com>'));
    const html = { Simple: { Subject: { Data: 'Hi' }, Body: { Html: { Data: '<p>é</p>' } } } };
    await client.send(mailTo('bob@example.com', { Content: html }));
    await client.send(mailTo('ann@example.com', { Content: html }));
    expect(makeSes(world, needs).mailbox.list({ to: 'ANN@example.com' })).toEqual([
      {
        id: first.MessageId,
        from: 'Shop <shop@example.com>',
        to: ['Ann <Ann@example.com>'],
        subject: 'Hello',
        text: 'plain',
        html: '',
        sentAt: '2026-01-02T03:04:05.000Z',
      },
      expect.objectContaining({ text: '', html: '<p>é</p>' }),
    ]);
    expect(ses.mailbox.list()).toHaveLength(3);
    expect(ses.mailbox.get(String(first.MessageId))?.subject).toBe('Hello');
    expect((await client.send(new GetAccountCommand({}))).SendQuota?.SentLast24Hours).toBe(3);
  });

  it('reaches copies too', async () => {
    await client.send(mailTo('x@example.com', { Destination: { CcAddresses: ['cc@example.com'] } }));
    expect(ses.mailbox.list({ to: 'cc@example.com' })).toHaveLength(1);
  });

  it.each<[string, SendEmailCommand, string, RegExp]>([
    ['an address without domain', mailTo('ann'), 'BadRequestException', /Missing final '@domain'/],
    ['an address with a space', mailTo('a b@example.com'), 'BadRequestException', /Illegal address/],
    ['no recipient', mailTo('', { Destination: {} }), 'BadRequestException', /To/],
    [
      'raw content without headers',
      mailTo('a@example.com', { Content: { Raw: { Data: Buffer.from('\r\nx') } } }),
      'BadRequestException',
      /no headers/,
    ],
    [
      'a template',
      mailTo('a@example.com', { Content: { Template: { TemplateName: 't' } } }),
      'BadRequestException',
      /Template/,
    ],
    [
      'an unknown configuration set',
      mailTo('a@example.com', { ConfigurationSetName: 'none' }),
      'NotFoundException',
      /<none>/,
    ],
  ])('refuses %s', async (_case, command, name, message) => {
    await expect(client.send(command)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  it('passes the place where calls are known, with the sender and the set that the call names', async () => {
    const told: string[] = [];
    const stop = world.access.listen(({ action, resource }) => void told.push(`${action} ${resource}`));
    await client.send(mailTo('ann@example.com'));
    stop();
    expect(told).toEqual(['ses:SendEmail arn:aws:ses:us-east-1:000000000000:identity/example.com']);
  });

  it('asks for a signature', async () => {
    const response = await fetch(`${served.endpoint}/v2/email/outbound-emails`, {
      method: 'POST',
      body: '{}',
    });
    expect(response.status).toBe(403);
  });

  it('names an operation that is not there', async () => {
    await expect(client.send(new ListContactsCommand({ ContactListName: 'l' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('/v2/email/contact-lists/l/contacts'),
    });
  });
});

describe('resources', () => {
  it('makes identities and configuration sets', async () => {
    const request = { logicalId: 'X', stackName: 'app', physicalName: 'app-X' };
    const [identity, set] = ses.resources;
    identity?.apply({ ...request, properties: { EmailIdentity: 'shop@example.com' } });
    expect(set?.apply({ ...request, properties: {} })).toMatchObject({ ref: 'app-X' });
    await client.send(mailTo('set@example.com', { ConfigurationSetName: 'app-X' }));
    const described = await client.send(new GetEmailIdentityCommand({ EmailIdentity: 'shop@example.com' }));
    expect(described).toMatchObject({ IdentityType: 'EMAIL_ADDRESS', VerifiedForSendingStatus: true });
    await expect(
      client.send(new GetEmailIdentityCommand({ EmailIdentity: 'no@example.com' })),
    ).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    expect(identity?.properties.safeParse({ EmailIdentity: 'a@example.com', Unknown: 1 }).success).toBe(
      false,
    );
  });
});

describe('the mailbox simulator', () => {
  const request = { logicalId: 'X', stackName: 'app' };
  const defaultBus = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
  const destination = (more: object = {}) => ({
    ...request,
    physicalName: 'app-told-Y',
    properties: {
      ConfigurationSetName: 'told',
      EventDestination: {
        ...{ Name: 'bus', Enabled: true, MatchingEventTypes: ['bounce', 'complaint'] },
        EventBridgeDestination: { EventBusArn: defaultBus },
        ...more,
      },
    },
  });
  const provider = (type: string) => ses.resources.find((resource) => resource.type === type);
  const sendTo = async (to: string, ConfigurationSetName?: string) => {
    published.length = 0;
    const { MessageId } = await client.send(mailTo(to, { ConfigurationSetName }));
    expect(ses.mailbox.get(String(MessageId))).toBeDefined();
    return MessageId;
  };
  beforeAll(() => {
    const set = provider('AWS::SES::ConfigurationSet');
    for (const physicalName of ['told', 'silent']) set?.apply({ ...request, physicalName, properties: {} });
    provider('AWS::SES::ConfigurationSetEventDestination')?.apply(destination());
  });

  it('lets a mail bounce, and tells the default bus of it, as SES', async () => {
    const messageId = await sendTo('Ann <Bounce+ann@simulator.amazonses.com>', 'told');
    expect(published).toEqual([
      [
        expect.objectContaining({ kind: 'service', service: 'ses.amazonaws.com' }),
        'default',
        expect.objectContaining({
          source: 'aws.ses',
          'detail-type': 'Email Bounced',
          resources: ['arn:aws:ses:us-east-1:000000000000:configuration-set/told'],
          detail: {
            eventType: 'Bounce',
            mail: expect.objectContaining({ messageId, tags: { 'ses:configuration-set': ['told'] } }),
            bounce: expect.objectContaining({
              bounceType: 'Permanent',
              bouncedRecipients: [
                expect.objectContaining({ emailAddress: 'Bounce+ann@simulator.amazonses.com' }),
              ],
            }),
          },
        }),
      ],
    ]);
  });

  it('complains, and bounces for what is on the suppression list', async () => {
    await sendTo('complaint@simulator.amazonses.com', 'told');
    expect(published).toMatchObject([
      [
        {},
        'default',
        {
          'detail-type': 'Email Complaint Received',
          detail: {
            complaint: { complainedRecipients: [{ emailAddress: 'complaint@simulator.amazonses.com' }] },
          },
        },
      ],
    ]);
    await sendTo('suppressionlist@simulator.amazonses.com', 'told');
    expect(published).toMatchObject([
      [{}, 'default', { detail: { bounce: { bounceSubType: 'Suppressed' } } }],
    ]);
  });

  it.each<[string, string, string | undefined]>([
    ['any other address', 'bounce@example.com', 'told'],
    ['what arrives', 'success@simulator.amazonses.com', 'told'],
    ['a mail without a set', 'bounce@simulator.amazonses.com', undefined],
    ['a set without a destination', 'bounce@simulator.amazonses.com', 'silent'],
  ])('tells nothing of %s', async (_, to, set) => {
    await sendTo(to, set);
    expect(published).toEqual([]);
  });

  it('tells by the set of the sender’s identity, where the mail names none', async () => {
    const ConfigurationSetAttributes = { ConfigurationSetName: 'told' };
    provider('AWS::SES::EmailIdentity')?.apply({
      ...request,
      physicalName: 'app-Z',
      properties: { EmailIdentity: 'shop@example.com', ConfigurationSetAttributes },
    });
    await sendTo('bounce@simulator.amazonses.com');
    expect(published).toHaveLength(1);
    provider('AWS::SES::EmailIdentity')?.remove?.({ ref: 'shop@example.com' } as never);
  });

  it('tells of what a destination asks for, while it is switched on', async () => {
    const destinations = provider('AWS::SES::ConfigurationSetEventDestination');
    for (const more of [{ Enabled: false }, { MatchingEventTypes: ['complaint'] }]) {
      destinations?.apply(destination(more));
      await sendTo('bounce@simulator.amazonses.com', 'told');
      expect(published).toEqual([]);
    }
    const elsewhere = { EventBridgeDestination: { EventBusArn: defaultBus.replace('default', 'mine') } };
    expect(destinations?.properties.safeParse(destination(elsewhere).properties).success).toBe(false);
    destinations?.apply(destination());
  });
});

describe('mailHandler', () => {
  it('answers with the mails to one address', async () => {
    ses.mailbox.deliver({
      from: 'a@example.com',
      to: ['one+tag@example.com'],
      subject: 's',
      text: 't',
      html: '',
    });
    const server = createServer(mailHandler(ses.mailbox)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const response = await fetch(
      `http://127.0.0.1:${port}/_sandbox/mail?to=${encodeURIComponent('one+tag@example.com')}`,
    );
    expect(await response.json()).toMatchObject([{ subject: 's', text: 't', html: '' }]);
    server.closeAllConnections();
    server.close();
  });
});

describe('a mail that was sent', () => {
  it('is told of: to whom it is and about what, and which call sent it', async () => {
    const facts: Fact[] = [];
    const stop = world.observe.listen((fact) => facts.push(fact));
    const { MessageId = '' } = await client.send(mailTo('Eva <Eva@example.com>'));
    ses.mailbox.deliver({
      ...{ from: 'robot@example.com', to: ['finn@example.com'], subject: 'By a function' },
      ...{ text: '', html: '', by: 'a-request' },
    });
    stop();
    expect(facts).toMatchObject([
      {
        ...{ fact: 'mailed', work: { kind: 'mail', id: MessageId }, cause: undefined },
        ...{ recipients: ['eva@example.com'], subject: 'Hello' },
        target: 'arn:aws:ses:us-east-1:000000000000:identity/shop@example.com',
      },
      { recipients: ['finn@example.com'], cause: { kind: 'invocation', id: 'a-request' } },
    ]);
  });
});
