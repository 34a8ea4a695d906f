import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { Mail } from '../../core/ports.ts';
import { bareAddress } from './address.ts';

const content = z.strictObject({ Data: z.string(), Charset: z.string().optional() });
const addresses = z.array(z.string()).optional();
const nameAndValue = z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional();

/** The request of SendEmail; members that are not here are refused by name. */
const request = z.strictObject({
  FromEmailAddress: z.string(),
  Destination: z.strictObject({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: content,
      Body: z.strictObject({ Text: content.optional(), Html: content.optional() }),
      /** Not shown in the mailbox. */
      Headers: nameAndValue,
    }),
  }),
  /** Answers, bounces and events go nowhere on one machine. */
  ReplyToAddresses: addresses,
  FeedbackForwardingEmailAddress: z.string().optional(),
  EmailTags: nameAndValue,
  FromEmailAddressIdentityArn: z.string().optional(),
  ConfigurationSetName: z.string().optional(),
});

const recipientsLimit = 50;

/**
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 * Not handled: Raw and Template content, attachments, list management.
 * @throws AwsError `BadRequestException`, `NotFoundException`
 */
export function readMail(body: unknown, configurationSets: ReadonlySet<string>): Mail {
  const parsed = request.safeParse(body);
  if (!parsed.success) throw new AwsError('BadRequestException', explain(body, parsed.error));
  const { FromEmailAddress: from, Destination, Content, ConfigurationSetName: set } = parsed.data;
  const to = [
    ...(Destination.ToAddresses ?? []),
    ...(Destination.CcAddresses ?? []),
    ...(Destination.BccAddresses ?? []),
  ];
  if (to.length === 0) throw new AwsError('BadRequestException', 'Missing required header: To.');
  if (to.length > recipientsLimit) throw new AwsError('BadRequestException', 'Recipient count exceeds 50.');
  for (const address of [from, ...to, ...(parsed.data.ReplyToAddresses ?? [])]) {
    if (!bareAddress(address)) throw new AwsError('BadRequestException', addressFailure(address));
  }
  if (set !== undefined && !configurationSets.has(set)) {
    throw new AwsError('NotFoundException', `Configuration set <${set}> does not exist.`, 404);
  }
  const { Subject, Body } = Content.Simple;
  if (!Body.Text && !Body.Html) throw new AwsError('BadRequestException', 'Message body is required.');
  return { from, to, subject: Subject.Data, text: Body.Text?.Data ?? '', html: Body.Html?.Data ?? '' };
}

function addressFailure(address: string): string {
  if (!address.includes('@')) return "Missing final '@domain'";
  return /[^\p{ASCII}]/u.test(address) ? 'Local address contains control or whitespace' : 'Illegal address';
}

const hasContent = z.object({ Content: z.record(z.string(), z.unknown()) });

function explain(body: unknown, error: z.ZodError): string {
  const kind = Object.keys(hasContent.safeParse(body).data?.Content ?? {}).find((one) => one !== 'Simple');
  if (kind) return `The sandbox sends Simple content, not ${kind}.`;
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}
