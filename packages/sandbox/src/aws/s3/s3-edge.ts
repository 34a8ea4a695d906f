import type { IncomingMessage } from 'node:http';
import { AwsError } from '../../core/aws-error.ts';
import type { Call, Edge } from '../../core/edge.ts';
import { type AnswerHeaders, type HttpAnswer, sendAnswer } from '../../core/http-answer.ts';
import { pageOf } from '../../core/page.ts';
import { nameOf } from '../../core/principal.ts';
import {
  deleteBucketTagging,
  deleteCors,
  deletePolicy,
  getBucketTagging,
  getCors,
  getPolicy,
  putBucketTagging,
  putCors,
  putPolicy,
} from './bucket-configuration.ts';
import { getNotification, putNotification } from './bucket-notifications.ts';
import { deleteBucket, getLocation, getVersioning, headBucket, putVersioning } from './bucket-operations.ts';
import { arnOf } from './bucket-store.ts';
import { completeUpload } from './complete-upload.ts';
import { corsHeaders, letsOrigin, preflightAnswer } from './cors.ts';
import { deleteMany, deleteOne } from './delete-objects.ts';
import { getObject } from './get-object.ts';
import { listObjects, listObjectsV1, listVersions } from './list-objects.ts';
import { listParts, listUploads } from './list-uploads.ts';
import { abortUpload, createUpload, uploadPart, uploadPartCopy } from './multipart-upload.ts';
import { deleteTagging, getTagging, putTagging } from './object-tagging.ts';
import { emptyAnswer, type Operation, type S3Request, type S3State, xmlAnswer } from './operation.ts';
import { postObject, type SignerOfForm } from './post-object.ts';
import { copyObject, putObject } from './put-object.ts';
import { requiredAction } from './required-actions.ts';
import { s3Error } from './s3-error.ts';
import { xmlDocument } from './xml.ts';

/** Query parameters that name an operation; one that is in none of the tables is not supported. */
const subresources =
  /^(abac|accelerate|acl|analytics|annotation|attributes|cors|delete|encryption|intelligent-tiering|inventory|legal-hold|lifecycle|location|logging|metadata\w+|metrics|notification|object-lock|ownershipControls|policy|policyStatus|publicAccessBlock|renameObject|replication|requestPayment|restore|retention|select|session|tagging|torrent|uploads|versioning|versions|website)$/;

const queryForm = 'application/x-www-form-urlencoded';

/** Operations by name, each with the method and the subresource that mean it. */
type Operations = Record<string, readonly [route: string, operation: Operation]>;

const isCopy = ({ call }: S3Request): boolean => call.request.headers['x-amz-copy-source'] !== undefined;

const bucketOperations: Operations = {
  HeadBucket: ['HEAD ', headBucket],
  DeleteBucket: ['DELETE ', deleteBucket],
  ListObjects: ['GET ', listObjectsV1],
  GetBucketLocation: ['GET location', getLocation],
  GetBucketVersioning: ['GET versioning', getVersioning],
  PutBucketVersioning: ['PUT versioning', putVersioning],
  ListObjectVersions: ['GET versions', listVersions],
  ListMultipartUploads: ['GET uploads', listUploads],
  GetBucketCors: ['GET cors', getCors],
  PutBucketCors: ['PUT cors', putCors],
  DeleteBucketCors: ['DELETE cors', deleteCors],
  GetBucketPolicy: ['GET policy', getPolicy],
  PutBucketPolicy: ['PUT policy', putPolicy],
  DeleteBucketPolicy: ['DELETE policy', deletePolicy],
  GetBucketNotificationConfiguration: ['GET notification', getNotification],
  PutBucketNotificationConfiguration: ['PUT notification', putNotification],
  GetBucketTagging: ['GET tagging', getBucketTagging],
  PutBucketTagging: ['PUT tagging', putBucketTagging],
  DeleteBucketTagging: ['DELETE tagging', deleteBucketTagging],
  DeleteObjects: ['POST delete', deleteMany],
};
const objectOperations: Operations = {
  GetObject: ['GET ', getObject],
  HeadObject: ['HEAD ', getObject],
  PutObject: ['PUT ', putObject],
  DeleteObject: ['DELETE ', deleteOne],
  GetObjectTagging: ['GET tagging', getTagging],
  PutObjectTagging: ['PUT tagging', putTagging],
  DeleteObjectTagging: ['DELETE tagging', deleteTagging],
  CreateMultipartUpload: ['POST uploads', createUpload],
};
/** With `uploadId` in the query; the subresource is left out. */
const uploadOperations: Operations = {
  UploadPart: ['PUT', uploadPart],
  CompleteMultipartUpload: ['POST', completeUpload],
  AbortMultipartUpload: ['DELETE', abortUpload],
  ListParts: ['GET', listParts],
};
/** Told apart from those above by a header, a parameter or the form. */
const furtherOperations = [
  'ListBuckets',
  'CreateBucket',
  'ListObjectsV2',
  'CopyObject',
  'UploadPartCopy',
  'PostObject',
];

/** By route: the operation with its name. */
const byRoute = (operations: Operations): ReadonlyMap<string, Named> =>
  new Map(Object.entries(operations).map(([name, [route, run]]) => [route, { name, run }]));
interface Named {
  name: string;
  run: Operation;
}
const onBucket = byRoute(bucketOperations);
const onObject = byRoute(objectOperations);
const onUpload = byRoute(uploadOperations);

function operationOf(request: S3Request, method: string, subresource: string): Named | undefined {
  const { key, query } = request;
  const route = `${method} ${subresource}`;
  if (key !== '' && query.has('uploadId'))
    return method === 'PUT' && isCopy(request)
      ? { name: 'UploadPartCopy', run: uploadPartCopy }
      : onUpload.get(method);
  if (key === '')
    return route === 'GET ' && query.get('list-type') === '2'
      ? { name: 'ListObjectsV2', run: listObjects }
      : onBucket.get(route);
  return route === 'PUT ' && isCopy(request) ? { name: 'CopyObject', run: copyObject } : onObject.get(route);
}

export interface S3EdgeDependencies {
  state: S3State;
  signerOfForm: SignerOfForm;
}

/** S3's REST protocol by path style, `/<bucket>/<key>`, and for names under localhost by host. Registered last, since its paths can be anything. */
export function makeS3Edge({ state, signerOfForm }: S3EdgeDependencies): Edge {
  const post = postObject(signerOfForm);

  const route = async (call: Call, refusal?: AwsError): Promise<HttpAnswer> => {
    const { request } = call;
    const { bucketName, key } = splitPath(request);
    const method = request.method ?? 'GET';
    const query = call.url.searchParams;
    const bucket = state.buckets.find(bucketName);

    if (method === 'OPTIONS') return preflightAnswer(bucket, request);
    if (refusal) throw refusal;
    const isForm =
      method === 'POST' &&
      key === '' &&
      String(request.headers['content-type'] ?? '').startsWith('multipart/form-data');
    if (!isForm && call.caller.kind === 'anonymous') throw s3Error('AccessDenied');

    if (bucketName === '') return listBuckets(state, call);
    if (method === 'PUT' && key === '' && !bucket) return createBucket(state, call, bucketName);
    if (!bucket) throw s3Error('NoSuchBucket', undefined, { BucketName: bucketName });
    if (isForm) return post(state, { call, bucket, key, query });

    const subresource = [...query.keys()].find((name) => subresources.test(name)) ?? '';
    const name = `${method} ${subresource}`;
    if (name === 'PUT ' && key === '')
      throw s3Error('BucketAlreadyOwnedByYou', undefined, { BucketName: bucketName });
    const asked = { call, bucket, key, query };
    const operation = operationOf(asked, method, subresource);
    if (!operation) {
      throw s3Error(
        'NotImplemented',
        `The sandbox has no s3 operation for ${name.trim()} on ${key ? 'an object' : 'a bucket'}.`,
      );
    }
    // Whoever deletes many needs the right for each; it is asked for when they are known.
    if (operation.name !== 'DeleteObjects') {
      const action = requiredAction(operation.name, query.has('versionId'));
      state.access.check(call.caller, action, key === '' ? arnOf(bucket) : `${arnOf(bucket)}/${key}`);
    }
    return operation.run(state, asked);
  };

  return {
    name: 's3',
    operations: [bucketOperations, objectOperations, uploadOperations]
      .flatMap(Object.keys)
      .concat(furtherOperations),
    answersRefusals: true,
    // Unsigned forms of this type are for the services that speak the query protocol: S3's are multipart.
    claims: ({ signedFor, request }) =>
      signedFor === 's3' ||
      (signedFor === undefined && request.headers['content-type']?.startsWith(queryForm) !== true),
    destination({ request }) {
      const { bucketName, key } = splitPath(request);
      const bucket = state.buckets.find(bucketName);
      return {
        lets: (origin, method) => letsOrigin(bucket, origin, method),
        isObject: key !== '',
      };
    },
    async handle(call, refusal) {
      const { request, response, requestId } = call;
      const common = { 'x-amz-request-id': requestId, 'x-amz-id-2': requestId };
      const send = ({ headers, ...answer }: HttpAnswer): Promise<void> => {
        request.unpipe();
        return sendAnswer(request, response, {
          ...answer,
          headers: { ...common, ...corsOf(call), ...headers },
        });
      };
      try {
        await send(await route(call, refusal));
      } catch (error) {
        if (response.headersSent) {
          response.destroy();
          return;
        }
        if (error instanceof AwsError) return send(errorAnswer(error, requestId));
        await send(
          errorAnswer(
            new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500),
            requestId,
          ),
        );
        if (!request.destroyed || request.complete) throw error;
      }
    },
  };

  /** A page may read errors as well, once the address names a bucket. */
  function corsOf({ request }: Call): AnswerHeaders {
    try {
      return corsHeaders(state.buckets.find(splitPath(request).bucketName), request);
    } catch {
      return {};
    }
  }
}

function errorAnswer({ status, code, message, details, headers }: AwsError, requestId: string): HttpAnswer {
  const document = {
    Code: code,
    Message: message,
    ...(details as Record<string, string>),
    RequestId: requestId,
    HostId: requestId,
  };
  return {
    status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: Buffer.from(xmlDocument('Error', document, true)),
  };
}

/** A client that is told `http://localhost:…` may put the bucket before it, as `http://<bucket>.localhost:…`. */
const virtualHost = /^(.+)\.localhost(?::\d+)?$/;

function splitPath({ url = '/', headers }: IncomingMessage): { bucketName: string; key: string } {
  const [, virtual] = virtualHost.exec(headers.host ?? '') ?? [];
  const [sent = '/'] = url.split('?', 1);
  const path = virtual === undefined ? sent : `/${virtual}${sent}`;
  const [, bucket = '', key = ''] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
  try {
    return { bucketName: decodeURIComponent(bucket), key: decodeURIComponent(key) };
  } catch {
    throw s3Error('InvalidArgument', "Couldn't parse the specified URI.");
  }
}

/** ListBuckets: all of them, or a page for a caller that says how many. */
function listBuckets(state: S3State, { request, caller, url }: Call): HttpAnswer {
  if (request.method !== 'GET') throw s3Error('MethodNotAllowed', undefined, { Method: request.method });
  state.access.check(caller, requiredAction('ListBuckets', false), '*');
  const asked = url.searchParams;
  const prefix = asked.get('prefix') ?? '';
  const limit = Number(asked.get('max-buckets') ?? mostBuckets);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostBuckets)
    throw s3Error('InvalidArgument', `max-buckets has to be between 1 and ${mostBuckets}`);
  const invalid = s3Error('InvalidArgument', 'The continuation token provided is incorrect');
  const found = state.buckets.list().filter(({ name }) => name.startsWith(prefix));
  const { items, next } = pageOf(found, limit, asked.get('continuation-token'), invalid);
  return xmlAnswer('ListAllMyBucketsResult', {
    Owner: { ID: nameOf(caller), DisplayName: 'sandbox' },
    Buckets: {
      Bucket: items.map(({ name, createdAtMs }) => ({
        Name: name,
        CreationDate: new Date(createdAtMs).toISOString(),
      })),
    },
    Prefix: prefix === '' ? undefined : prefix,
    ContinuationToken: next,
  });
}

const mostBuckets = 10_000;

function createBucket(state: S3State, { caller }: Call, name: string): HttpAnswer {
  state.access.check(caller, 's3:CreateBucket', arnOf({ name }));
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
    throw s3Error('InvalidArgument', 'The specified bucket is not valid.', { BucketName: name });
  }
  state.buckets.save(name, {});
  return emptyAnswer(200, { location: `/${name}` });
}
