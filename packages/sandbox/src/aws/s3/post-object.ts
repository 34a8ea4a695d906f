import { type Readable, Transform } from 'node:stream';
import busboy from 'busboy';
import type { Signer } from '../../core/principal.ts';
import { claimsOf, type TakenBody, takeStream } from './body-intake.ts';
import { arnOf } from './bucket-store.ts';
import { storedHeaders } from './object-headers.ts';
import {
  causeOf,
  emptyAnswer,
  type Operation,
  quoted,
  type S3State,
  versionHeader,
  xmlAnswer,
} from './operation.ts';
import { checkPolicy, type LengthRange } from './post-policy.ts';
import { requiredAction } from './required-actions.ts';
import { s3Error } from './s3-error.ts';
import { writeObject } from './write-object.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html: 20 KB beside the file, all fields. */
const fieldLimitBytes = 20 * 1024;
const mostFields = 100;

/** In a key it stands for the name of the chosen file. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: S3 writes its placeholder so.
const filenamePlaceholder = '${filename}';

/**
 * Who signed the policy of a form, by its fields (names in lower case).
 * @throws AwsError in S3's words
 */
export type SignerOfForm = (fields: ReadonlyMap<string, string>) => Signer;

interface TakenForm {
  signer: Signer;
  fields: Map<string, string>;
  body: TakenBody;
}

/**
 * POST Object: a form that a browser sends straight to the bucket, allowed by a signed policy.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 */
export function postObject(signerOfForm: SignerOfForm): Operation {
  return async (state, { call, bucket }) => {
    const { request } = call;
    const { signer, fields, body } = await takeForm(request, state, bucket.name, signerOfForm);
    call.caller = signer;
    const key = fields.get('key') ?? '';
    const headers = storedHeaders(Object.fromEntries(fields));
    const data = { ...body, headers, tags: {} };
    const written = writeObject(state, bucket, key, data, 'POST Object', causeOf(call));

    const etag = quoted(written.etag);
    const location = `http://${request.headers.host}/${bucket.name}/${encodeURIComponent(key)}`;
    const answered = { etag, location, ...versionHeader(bucket, written.versionId) };
    const redirect = redirectTarget(fields.get('success_action_redirect'));
    if (redirect) {
      redirect.search = new URLSearchParams([
        ...redirect.searchParams,
        ['bucket', bucket.name],
        ['key', key],
        ['etag', etag],
      ]).toString();
      return emptyAnswer(303, { ...answered, location: redirect.href });
    }
    if (fields.get('success_action_status') === '201') {
      const document = { Location: location, Bucket: bucket.name, Key: key, ETag: etag };
      return xmlAnswer('PostResponse', document, answered, 201);
    }
    return emptyAnswer(fields.get('success_action_status') === '200' ? 200 : 204, answered);
  };
}

function redirectTarget(value: string | undefined): URL | undefined {
  const url = value === undefined ? null : URL.parse(value);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/**
 * Reads the form. The policy is checked before the first byte of the file is written. After a refusal the rest is
 * read and dropped, since a browser shows no answer to a request that it could not finish sending.
 */
function takeForm(
  request: Parameters<Operation>[1]['call']['request'],
  state: S3State,
  bucket: string,
  signerOfForm: SignerOfForm,
): Promise<TakenForm> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>([['bucket', bucket]]);
    let taking: Promise<Omit<TakenForm, 'fields'>> | undefined;
    let refusal: unknown;
    const refuse = (error: unknown): void => {
      refusal ??= error;
    };

    let form: busboy.Busboy;
    try {
      const limits = { fieldSize: fieldLimitBytes, fields: mostFields, fieldNameSize: 200 };
      // Browsers write the names of files as they are, in UTF-8.
      form = busboy({ headers: request.headers, limits, defParamCharset: 'utf8' });
    } catch {
      request.resume();
      return reject(s3Error('MalformedPOSTRequest'));
    }
    form.on('field', (name, value, { valueTruncated }) => {
      if (taking || refusal) return;
      const key = name.toLowerCase();
      // The bucket that counts is the one in the address.
      if (key === 'bucket') return;
      if (valueTruncated) refuse(s3Error('InvalidArgument', `The field ${name} is too long.`));
      else if (fields.has(key)) refuse(s3Error('InvalidArgument', `The field ${name} is given twice.`));
      else fields.set(key, value);
    });
    form.on('fieldsLimit', () => refuse(s3Error('InvalidArgument', 'Too many form fields.')));
    form.on('file', (name, stream, { filename = '' }) => {
      if (taking || refusal || name !== 'file') {
        if (taking) refuse(s3Error('InvalidArgument', 'POST requires exactly one file upload per request.'));
        stream.resume();
        return;
      }
      try {
        const { signer, range } = allow(state, fields, filename, signerOfForm);
        taking = takeFile(stream, fields, range, state).then((body) => ({ signer, body }));
        taking.catch(refuse);
      } catch (error) {
        refuse(error);
        stream.resume();
      }
    });
    form.on('error', () => {
      refuse(s3Error('MalformedPOSTRequest'));
      finish();
    });
    form.on('close', finish);
    request.on('aborted', () => form.destroy(new Error('aborted')));
    request.pipe(form);

    let finished = false;
    function finish(): void {
      if (finished) return;
      finished = true;
      request.unpipe(form);
      request.resume();
      if (!taking) {
        const missing = s3Error('InvalidArgument', 'POST requires exactly one file upload per request.', {
          ArgumentName: 'file',
          ArgumentValue: '0',
        });
        reject(refusal ?? missing);
        return;
      }
      taking.then(
        (taken) => {
          if (refusal) {
            state.files.remove(taken.body.file);
            reject(refusal);
          } else resolve({ fields, ...taken });
        },
        () => reject(refusal),
      );
    }
  });
}

/** Everything that can be said before the bytes: signature, expiration, conditions. */
function allow(
  state: S3State,
  fields: Map<string, string>,
  filename: string,
  signerOfForm: SignerOfForm,
): { signer: Signer; range: LengthRange } {
  const key = fields.get('key');
  if (!key)
    throw s3Error(
      'InvalidArgument',
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
    );
  const policy = fields.get('policy');
  if (policy === undefined) throw s3Error('AccessDenied');
  if (!fields.has('x-amz-signature')) {
    throw s3Error('InvalidArgument', "Bucket POST must contain a field named 'X-Amz-Signature'.");
  }
  const signer = signerOfForm(fields);
  const range = checkPolicy(policy, fields, state.now());
  const named = key.replaceAll(filenamePlaceholder, () => filename);
  fields.set('key', named);
  const bucket = { name: fields.get('bucket') ?? '' };
  state.access.check(signer, requiredAction('PutObject', false), `${arnOf(bucket)}/${named}`);
  return { signer, range };
}

/** The file's stream itself is never destroyed: the form would wait for its end for ever. */
function takeFile(
  stream: Readable,
  fields: Map<string, string>,
  range: LengthRange,
  state: S3State,
): Promise<TakenBody> {
  const tooLarge = (proposed: number) =>
    s3Error('EntityTooLarge', undefined, { ProposedSize: proposed, MaxSizeAllowed: range.max });
  let sizeBytes = 0;
  const gate = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > range.max) done(tooLarge(sizeBytes));
      else done(null, chunk);
    },
  });
  gate.once('close', () => {
    stream.unpipe(gate);
    stream.resume();
  });
  stream.once('error', () => gate.destroy(s3Error('MalformedPOSTRequest')));
  stream.pipe(gate);
  return takeStream(gate, undefined, claimsOf(Object.fromEntries(fields)), state.files, (size) => {
    if (size < range.min) {
      throw s3Error('EntityTooSmall', undefined, { ProposedSize: size, MinSizeAllowed: range.min });
    }
  });
}
