import { readPolicy } from '../../core/policy.ts';
import { servicePrincipal } from '../../core/principal.ts';
import { policyAllows } from './origin-access.ts';

const own = 'arn:aws:cloudfront::000000000000:distribution/EOWN';
const allow = (change: Record<string, unknown> = {}) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::web/public/*',
      Condition: { StringEquals: { 'AWS:SourceArn': own } },
      ...change,
    },
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': false } },
    },
  ],
});
const may = (policy: object | undefined, key = 'public/a', action = 's3:GetObject') =>
  policyAllows(
    policy && readPolicy(policy),
    action,
    `arn:aws:s3:::web/${key}`,
    servicePrincipal('cloudfront', own, '000000000000'),
  );

describe('policyAllows', () => {
  it('lets the named distribution read what the statement names', () => {
    expect(may(allow())).toBe(true);
    expect(may(allow({ Action: ['s3:Get*'], Resource: ['arn:aws:s3:::web/*'] }))).toBe(true);
    expect(may(allow({ Condition: { ArnLike: { 'aws:SourceArn': `${own.slice(0, -3)}*` } } }))).toBe(true);
  });

  it.each([
    ['another key', may(allow(), 'private/a')],
    ['another action', may(allow(), 'public/a', 's3:ListBucket')],
    ['another distribution', may(allow({ Condition: { StringEquals: { 'AWS:SourceArn': `${own}2` } } }))],
    [
      'a condition on something else',
      may(allow({ Condition: { StringEquals: { 'aws:SourceAccount': '1' } } })),
    ],
    ['another operator', may(allow({ Condition: { StringNotEquals: { 'AWS:SourceArn': own } } }))],
    ['another principal', may(allow({ Principal: { AWS: '*' } }))],
    ['a policy that is missing', may(undefined)],
  ])('refuses %s', (_name, allowed) => {
    expect(allowed).toBe(false);
  });
});
