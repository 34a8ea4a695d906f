import * as z from 'zod';
import { readBody } from '../../core/edge.ts';
import { readBucketPolicy } from './bucket-policy.ts';
import { arnOf, type CorsRule } from './bucket-store.ts';
import { emptyAnswer, type Operation, xmlAnswer } from './operation.ts';
import { s3Error } from './s3-error.ts';
import { readTags, tagSet } from './tags.ts';
import { readXml } from './xml.ts';

export const getCors: Operation = (_state, { bucket }) => {
  if (bucket.cors.length === 0)
    throw s3Error('NoSuchCORSConfiguration', undefined, { BucketName: bucket.name });
  return xmlAnswer('CORSConfiguration', {
    CORSRule: bucket.cors.map((rule) => ({
      ID: rule.id,
      AllowedOrigin: rule.allowedOrigins,
      AllowedMethod: rule.allowedMethods,
      AllowedHeader: rule.allowedHeaders,
      ExposeHeader: rule.exposedHeaders,
      MaxAgeSeconds: rule.maxAgeSeconds,
    })),
  });
};

const texts = z.array(z.string());
const corsDocument = z.object({
  CORSRule: z
    .array(
      z.object({
        ID: z.string().max(255).optional(),
        AllowedOrigin: texts.min(1),
        AllowedMethod: texts.min(1),
        AllowedHeader: texts.default([]),
        ExposeHeader: texts.default([]),
        MaxAgeSeconds: z.coerce.number().int().optional(),
      }),
    )
    .min(1)
    .max(100),
});
const corsLists = ['CORSRule', 'AllowedOrigin', 'AllowedMethod', 'AllowedHeader', 'ExposeHeader'];
const corsMethods = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

/** PutBucketCors: holds from the next request on, until the template says something else than before. */
export const putCors: Operation = async (state, { call, bucket }) => {
  const parsed = corsDocument.safeParse(
    readXml(await readBody(call.request), 'CORSConfiguration', corsLists),
  );
  if (!parsed.success) throw s3Error('MalformedXML');
  const wrong = parsed.data.CORSRule.flatMap((rule) => rule.AllowedMethod).find(
    (method) => !corsMethods.includes(method),
  );
  if (wrong !== undefined) {
    throw s3Error(
      'InvalidRequest',
      `Found unsupported HTTP method in CORS config. Unsupported method is ${wrong}`,
    );
  }
  const cors = parsed.data.CORSRule.map(
    (rule): CorsRule => ({
      id: rule.ID,
      allowedOrigins: rule.AllowedOrigin,
      allowedMethods: rule.AllowedMethod,
      allowedHeaders: rule.AllowedHeader,
      exposedHeaders: rule.ExposeHeader,
      maxAgeSeconds: rule.MaxAgeSeconds,
    }),
  );
  state.buckets.save(bucket.name, { cors });
  return emptyAnswer();
};

export const deleteCors: Operation = (state, { bucket }) => {
  state.buckets.save(bucket.name, { cors: [] });
  return emptyAnswer(204);
};

export const getPolicy: Operation = (_state, { bucket }) => {
  if (bucket.policy === undefined)
    throw s3Error('NoSuchBucketPolicy', undefined, { BucketName: bucket.name });
  const headers = { 'content-type': 'application/json' };
  return { status: 200, headers, body: Buffer.from(JSON.stringify(bucket.policy.document)) };
};

/** PutBucketPolicy: it decides at once what the distribution may read. */
export const putPolicy: Operation = async (state, { call, bucket }) => {
  const text = (await readBody(call.request, 20 * 1024)).toString('utf8');
  const { document: policy } = readBucketPolicy(text, arnOf(bucket));
  state.buckets.save(bucket.name, { policy });
  return emptyAnswer(204);
};

export const deletePolicy: Operation = (state, { bucket }) => {
  state.buckets.save(bucket.name, { policy: null });
  return emptyAnswer(204);
};

export const getBucketTagging: Operation = (_state, { bucket }) => {
  if (Object.keys(bucket.tags).length === 0)
    throw s3Error('NoSuchTagSet', undefined, { BucketName: bucket.name });
  return xmlAnswer('Tagging', tagSet(bucket.tags));
};

export const putBucketTagging: Operation = async (state, { call, bucket }) => {
  state.buckets.save(bucket.name, { tags: readTags(await readBody(call.request), 50) });
  return emptyAnswer(204);
};

export const deleteBucketTagging: Operation = (state, { bucket }) => {
  state.buckets.save(bucket.name, { tags: {} });
  return emptyAnswer(204);
};
