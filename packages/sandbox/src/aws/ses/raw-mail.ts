import PostalMime, { type Address } from 'postal-mime';
import { AwsError } from '../../core/aws-error.ts';
import type { Mail } from '../../core/ports.ts';

/** A group names several mailboxes. */
const mailboxesOf = (addresses: readonly Address[] = []): string[] =>
  addresses.flatMap(({ name, address, group }) =>
    group ? mailboxesOf(group) : address ? [name ? `${name} <${address}>` : address] : [],
  );

/** A mail as it stands on the wire, MIME parts and encodings read. @throws AwsError `BadRequestException` for one without headers */
export async function readRawMail(bytes: Buffer): Promise<Mail> {
  const mail = await PostalMime.parse(bytes);
  if (mail.headers.length === 0) throw new AwsError('BadRequestException', 'The raw message has no headers.');
  return {
    from: mailboxesOf(mail.from && [mail.from])[0] ?? '',
    to: [...mailboxesOf(mail.to), ...mailboxesOf(mail.cc), ...mailboxesOf(mail.bcc)],
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
  };
}
