import { STATUS_CODES } from 'node:http';
import { fieldErrors } from '@shutterbus/contracts/field-errors';
import type { Problem } from '@shutterbus/contracts/problem';
import type { Route } from '@shutterbus/contracts/route';
import * as z from 'zod';

/** Of each service what its routes are refused with, unless the route has a case of its own. */
const ofService: Record<string, Record<number, string>> = {
  users: { 404: 'user-not-found', 409: 'changed-meanwhile', 429: 'too-many-codes' },
  media: {
    ...{ 403: 'not-your-photo', 404: 'photo-not-found', 409: 'photo-changed', 413: 'upload-too-large' },
    ...{ 422: 'idempotency-key-reused', 429: 'open-uploads' },
  },
  notifications: { 403: 'link-not-valid' },
};
const ofRoute: Record<string, Record<number, string>> = {
  getMe: { 404: 'profile-not-ready' },
  updateMe: { 404: 'profile-not-ready' },
  changeHandle: { 404: 'profile-not-ready', 409: 'handle-taken' },
  changeAddress: { 404: 'account-gone', 409: 'address-taken' },
  confirmAddress: { 400: 'wrong-code', 404: 'account-gone', 409: 'address-taken' },
  leaveMe: { 403: 'sign-in-again', 404: 'profile-not-ready' },
  noteSession: { 404: 'profile-not-ready' },
  endMySessions: { 404: 'profile-not-ready' },
  comeBack: { 404: 'profile-not-ready', 409: 'too-late' },
  followUser: { 409: 'self-follow' },
  likePhoto: { 409: 'own-photo' },
  chooseAvatar: { 409: 'photo-not-public' },
  requestDownload: { 409: 'download-under-way', 429: 'daily-downloads' },
  getDownload: { 404: 'download-not-found' },
  deleteComment: { 403: 'not-your-comment', 404: 'comment-not-found' },
};
/** What every route may be refused with. */
const ofAll: Record<number, string> = {
  400: 'invalid-request',
  401: 'unauthorized',
  403: 'front-door-only',
  415: 'unsupported-content-type',
  429: 'too-often',
  500: 'internal-error',
};

/** The sentences that go with the codes, as the code has them. */
export const sentences: Record<string, string> = {
  'account-gone': 'This account is no longer there.',
  'address-taken': 'There is an account with this e-mail address already.',
  'changed-meanwhile': 'Something changed at the same time. Try again.',
  'comment-not-found': 'There is no such comment.',
  'daily-downloads': 'You had your photos packed 3 times within a day, as often as one day allows.',
  'download-not-found': 'There is no such download.',
  'download-under-way': 'Your photos are being packed already. You are told when they are ready.',
  'front-door-only': "The API answers at the web app's address only.",
  'handle-taken': 'This handle is taken, please choose another one.',
  'idempotency-key-reused':
    'This Idempotency-Key stands for a request with other content. Give each request a key of its own.',
  'internal-error': 'Something went wrong on our side. Try again.',
  'invalid-request': 'The request is not valid; see errors.',
  'link-not-valid': 'This link does not work any more. Choose your mails in the settings.',
  'not-your-comment': 'A comment is deleted by who wrote it or by whose photo it is on.',
  'not-your-photo': 'Only its owner can change a photo.',
  'open-uploads':
    '50 of your uploads still wait for their files, as many as may wait at once. Send them, or try again in five minutes.',
  'own-photo': 'A photo is liked by others, not by its owner.',
  'photo-changed': 'The photo changed at the same time. Read it and try again.',
  'photo-not-found': 'There is no such photo.',
  'photo-not-public': 'Only a photo that everybody sees can stand for you.',
  'profile-not-ready': 'Your profile is not there yet. Try again shortly.',
  'self-follow': 'You cannot follow yourself.',
  'sign-in-again': 'Sign in again first: your last sign-in is too long ago for this.',
  'too-late': 'Your time to come back is over; everything is being erased.',
  'too-many-codes': 'That was tried too often. Wait a while before the next try.',
  'too-often': 'You did this very often just now. Try again in 6 s.',
  unauthorized: 'An access token is required.',
  'unsupported-content-type': 'The body must be sent as application/json.',
  'upload-too-large': 'A photo may have at most 26214400 bytes (25 MiB).',
  'user-not-found': 'Nobody has this handle.',
  'wrong-code': 'This code is wrong or too old. Check the latest mail.',
};

/** A problem as this route answers it with this status. */
export function exampleProblem(service: string, route: Route, status: number): Problem {
  const own = route.errors[status]
    ? (ofRoute[route.id]?.[status] ?? ofService[service]?.[status])
    : undefined;
  const code = own ?? ofAll[status] ?? 'internal-error';
  return {
    type: `urn:shutterbus:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: sentences[code],
    code,
    correlationId: '6f9b1c62-8a0e-4f6c-9a3b-1f7f0f4be0a1',
    ...(code === 'invalid-request' && { errors: wrongFields(route) }),
    ...(code === 'too-often' && { limit: { name: route.id, max: route.limit?.atOnce ?? 1 } }),
    ...(code === 'open-uploads' && { limit: { name: 'openUploads', max: 50 } }),
    ...(code === 'daily-downloads' && { limit: { name: 'downloadsPerDay', max: 3 } }),
    ...(code === 'upload-too-large' && { limit: { name: 'sizeBytes', max: 26_214_400 } }),
  };
}

/** Values that no schema takes where it knows the name. */
const wrong = { id: '!', handle: '!', limit: '0', ids: '!', begins: '', token: '!', 'idempotency-key': '!' };

/** What the route's own schemas say to a request that is wrong in the first place where it can be. */
function wrongFields({ params, query, headers, body }: Route): { field: string; message: string }[] {
  const tries = { params, body, query, headers };
  const errors = Object.entries(tries).flatMap(([place, schema]) =>
    fieldErrors(place, schema.safeParse(place === 'body' ? {} : wrong).error),
  );
  // Of a route that takes no body it is the last that one would get wrong.
  const first =
    errors.find(({ field }) => !(field === 'body' && body instanceof z.ZodUndefined)) ?? errors[0];
  return first ? [first] : [{ field: 'body', message: 'is not JSON' }];
}

/** API Gateway's own words. */
export const gatewayMessages: Record<number, string> = {
  401: 'Unauthorized',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
