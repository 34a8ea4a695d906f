import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { Mail } from '../../core/ports.ts';
import { bareAddress } from './address.ts';
import { readRawMail } from './raw-mail.ts';

const content = z.strictObject({ Data: z.string(), Charset: z.string().optional() });
const addresses = z.array(z.string()).optional();
const nameAndValue = z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional();

/** The request of SendEmail; members that are not here are refused by name. */
const request = z.strictObject({
  /** Of a raw mail, its own headers name sender and recipients where these are missing. */
  FromEmailAddress: z.string().optional(),
  Destination: z
    .strictObject({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
    .default({}),
  Content: z.strictObject({
    Simple: z
      .strictObject({
        Subject: content,
        Body: z.strictObject({ Text: content.optional(), Html: content.optional() }),
        /** Not shown in the mailbox. */
        Headers: nameAndValue,
      })
      .optional(),
    /** In base64, as the SDK sends bytes. */
    Raw: z.strictObject({ Data: z.base64() }).optional(),
  }),
  /** Answers go nowhere on one machine, and mails bounce by the simulator's addresses alone. */
  ReplyToAddresses: addresses,
  FeedbackForwardingEmailAddress: z.string().optional(),
  EmailTags: nameAndValue,
  FromEmailAddressIdentityArn: z.string().optional(),
  ConfigurationSetName: z.string().optional(),
});

const recipientsLimit = 50;

/**
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 * Not handled: templates and list management; attachments are not shown.
 * @throws AwsError `BadRequestException`, `NotFoundException`
 */
export async function readMail(
  body: unknown,
  configurationSets: ReadonlySet<string>,
): Promise<{ mail: Mail; configurationSet?: string | undefined }> {
  const parsed = request.safeParse(body);
  if (!parsed.success) throw new AwsError('BadRequestException', explain(body, parsed.error));
  const { Destination, Content, ConfigurationSetName: set } = parsed.data;
  const written = Content.Raw
    ? await readRawMail(Buffer.from(Content.Raw.Data, 'base64'))
    : simpleMail(Content.Simple);
  const named = [
    ...(Destination.ToAddresses ?? []),
    ...(Destination.CcAddresses ?? []),
    ...(Destination.BccAddresses ?? []),
  ];
  const from = parsed.data.FromEmailAddress ?? written.from;
  const to = named.length > 0 ? named : written.to;
  if (from === '') throw new AwsError('BadRequestException', 'Missing required header: From.');
  if (to.length === 0) throw new AwsError('BadRequestException', 'Missing required header: To.');
  if (to.length > recipientsLimit) throw new AwsError('BadRequestException', 'Recipient count exceeds 50.');
  for (const address of [from, ...to, ...(parsed.data.ReplyToAddresses ?? [])]) {
    if (!bareAddress(address)) throw new AwsError('BadRequestException', addressFailure(address));
  }
  if (set !== undefined && !configurationSets.has(set)) {
    throw new AwsError('NotFoundException', `Configuration set <${set}> does not exist.`, 404);
  }
  return { mail: { ...written, from, to }, configurationSet: set };
}

function simpleMail(simple: z.infer<typeof request>['Content']['Simple']): Mail {
  if (!simple) throw new AwsError('BadRequestException', 'Content has to hold Simple or Raw.');
  const { Subject, Body } = simple;
  if (!Body.Text && !Body.Html) throw new AwsError('BadRequestException', 'Message body is required.');
  return {
    from: '',
    to: [],
    subject: Subject.Data,
    text: Body.Text?.Data ?? '',
    html: Body.Html?.Data ?? '',
  };
}

function addressFailure(address: string): string {
  if (!address.includes('@')) return "Missing final '@domain'";
  return /[^\p{ASCII}]/u.test(address) ? 'Local address contains control or whitespace' : 'Illegal address';
}

const hasContent = z.object({ Content: z.record(z.string(), z.unknown()) });

function explain(body: unknown, error: z.ZodError): string {
  const kind = Object.keys(hasContent.safeParse(body).data?.Content ?? {}).find(
    (one) => one !== 'Simple' && one !== 'Raw',
  );
  if (kind) return `The sandbox sends Simple and Raw content, not ${kind}.`;
  return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}
