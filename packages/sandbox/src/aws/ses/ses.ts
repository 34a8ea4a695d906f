import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import { type Call, type Edge, readBody } from '../../core/edge.ts';
import type { EventBuses, Mail } from '../../core/ports.ts';
import { servicePrincipal } from '../../core/principal.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { bareAddress } from './address.ts';
import { makeEventDestinations } from './event-destinations.ts';
import { makeMailbox, type StoredMailbox } from './mailbox.ts';
import { feedbackOn } from './mailbox-simulator.ts';
import { readMail } from './send-email.ts';

export interface Ses {
  edge: Edge;
  resources: ResourceProvider[];
  /** Cognito's mails land here too. */
  mailbox: StoredMailbox;
}

export interface SesNeeds {
  buses: EventBuses;
  /** @returns request id of the function's invocation that has these credentials */
  runningUnder: (accessKeyId: string) => string | undefined;
}

/**
 * SES v2. Every From address counts as verified, so that a developer needs no identity of their own; addresses are
 * checked for their form.
 */
export function makeSes(world: World, { buses, runningUnder }: SesNeeds): Ses {
  const mailbox = makeMailbox(world);
  const destinations = makeEventDestinations();
  const identities = new Map<string, { configurationSet?: string | undefined }>();
  const configurationSets = new Set<string>();

  const arns = `arn:aws:ses:${world.region}:${world.accountId}:`;
  /** A right is needed on the sender's identity, and on the set where the call names one. */
  function sendingWith(from: string, set: string | undefined): string[] {
    const address = bareAddress(from) ?? from;
    const identity = identities.has(address) ? address : address.slice(address.indexOf('@') + 1);
    return [`identity/${identity}`, ...(set === undefined ? [] : [`configuration-set/${set}`])];
  }

  async function answer(call: Call): Promise<unknown> {
    const path = call.url.pathname.slice(prefix.length);
    const operation = `${call.request.method} ${path}`;
    if (operation === 'POST outbound-emails') {
      const { mail, configurationSet } = await readMail(
        parse(await readBody(call.request)),
        configurationSets,
      );
      for (const resource of sendingWith(mail.from, configurationSet))
        world.access.check(call.caller, 'ses:SendEmail', `${arns}${resource}`);
      const by = 'accessKeyId' in call.caller ? runningUnder(call.caller.accessKeyId) : undefined;
      return world.transaction(() => {
        const MessageId = mailbox.deliver({ ...mail, by });
        tellOf(mail, MessageId, configurationSet ?? setOf(mail.from));
        return { MessageId };
      });
    }
    if (operation === 'GET account') return account(mailbox);
    const [, identity] = /^GET identities\/([^/]+)$/.exec(operation) ?? [];
    if (identity !== undefined) return describeIdentity(decodeURIComponent(identity));
    throw new AwsError(
      'UnknownOperationException',
      `The sandbox has no SES operation ${call.request.method} ${call.url.pathname}.`,
      404,
    );
  }

  function describeIdentity(name: string): unknown {
    const identity = identities.get(name);
    if (!identity) throw new AwsError('NotFoundException', `Email identity ${name} does not exist.`, 404);
    return {
      IdentityType: name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN',
      VerifiedForSendingStatus: true,
      VerificationStatus: 'SUCCESS',
      FeedbackForwardingStatus: true,
      Policies: {},
      Tags: [],
      ...(identity.configurationSet && { ConfigurationSetName: identity.configurationSet }),
    };
  }

  /** Of the sender's identity, its address or its domain, where that has one. */
  function setOf(from: string): string | undefined {
    const address = bareAddress(from) ?? from;
    const identity = identities.get(address) ?? identities.get(address.slice(address.indexOf('@') + 1));
    return identity?.configurationSet;
  }

  function tellOf(mail: Mail, messageId: string, configurationSet: string | undefined): void {
    if (configurationSet === undefined) return;
    const arn = `arn:aws:ses:${world.region}:${world.accountId}:configuration-set/${configurationSet}`;
    for (const { eventType, event } of feedbackOn(world, mail, messageId, configurationSet))
      if (destinations.tells(configurationSet, eventType))
        buses.publish(servicePrincipal('ses', arn, world.accountId), 'default', event);
  }

  const identityProvider: ResourceProvider<z.infer<typeof identityProperties>> = {
    type: 'AWS::SES::EmailIdentity',
    properties: identityProperties,
    apply({ properties: { EmailIdentity, ConfigurationSetAttributes } }) {
      identities.set(EmailIdentity, { configurationSet: ConfigurationSetAttributes?.ConfigurationSetName });
      return { ref: EmailIdentity, attributes: { EmailIdentity } };
    },
    remove: ({ ref }) => void identities.delete(ref),
  };
  const setProvider: ResourceProvider<z.infer<typeof configurationSetProperties>> = {
    type: 'AWS::SES::ConfigurationSet',
    properties: configurationSetProperties,
    apply({ physicalName, properties: { Name = physicalName } }) {
      configurationSets.add(Name);
      return { ref: Name, attributes: {} };
    },
    remove: ({ ref }) => void configurationSets.delete(ref),
  };

  return {
    mailbox,
    resources: [identityProvider, setProvider, destinations.resource],
    edge: {
      name: 'ses',
      operations: ['SendEmail', 'GetAccount', 'GetEmailIdentity'],
      claims: ({ url }) => url.pathname.startsWith(prefix),
      async handle(call) {
        const send = (status: number, body: unknown, errorType?: string): void => {
          call.response.writeHead(status, {
            'content-type': 'application/json',
            'x-amzn-requestid': call.requestId,
            ...(errorType && { 'x-amzn-errortype': errorType }),
          });
          call.response.end(JSON.stringify(body));
        };
        try {
          if (call.caller.kind === 'anonymous') {
            throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
          }
          send(200, await answer(call));
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          send(error.status, { message: error.message }, error.code);
        }
      },
    },
  };
}

const prefix = '/v2/email/';

/** Signing, bounces and MAIL FROM need a real mail server; they are accepted and have no effect. */
const identityProperties = z.strictObject({
  EmailIdentity: z.string().min(1),
  ConfigurationSetAttributes: z.strictObject({ ConfigurationSetName: z.string().optional() }).optional(),
  DkimAttributes: z.unknown().optional(),
  DkimSigningAttributes: z.unknown().optional(),
  FeedbackAttributes: z.unknown().optional(),
  MailFromAttributes: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

/** What a set does (reputation, suppression, tracking, delivery options) begins after the mail has left: it has no effect. */
const configurationSetProperties = z.strictObject({
  Name: z.string().optional(),
  ArchivingOptions: z.unknown().optional(),
  DeliveryOptions: z.unknown().optional(),
  ReputationOptions: z.unknown().optional(),
  SendingOptions: z.unknown().optional(),
  SuppressionOptions: z.unknown().optional(),
  TrackingOptions: z.unknown().optional(),
  VdmOptions: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

function account(mailbox: StoredMailbox): unknown {
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: 'HEALTHY',
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: mailbox.sentLast24Hours() },
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('BadRequestException', 'The request body is not JSON.');
  }
}
