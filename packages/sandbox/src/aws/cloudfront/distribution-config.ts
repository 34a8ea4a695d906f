import * as z from 'zod';
import { covers } from '../../core/policy.ts';

const switchedOn = z.union([z.boolean(), z.stringbool()]);
const methods = z.array(z.enum(['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE']));

const behavior = z.strictObject({
  TargetOriginId: z.string(),
  AllowedMethods: methods.default(['GET', 'HEAD']),
  CachePolicyId: z.string(),
  OriginRequestPolicyId: z.string().optional(),
  ResponseHeadersPolicyId: z.string().optional(),
  Compress: switchedOn.default(false),
  FunctionAssociations: z
    .array(z.strictObject({ EventType: z.literal('viewer-request'), FunctionARN: z.string() }))
    .default([]),
  /** No effect: the web port speaks plain HTTP to one machine. */
  ViewerProtocolPolicy: z.enum(['allow-all', 'https-only', 'redirect-to-https']),
  /** No effect: nothing is cached. */
  CachedMethods: methods.optional(),
  SmoothStreaming: switchedOn.optional(),
});
export type Behavior = z.infer<typeof behavior>;

const origin = z.strictObject({
  Id: z.string(),
  DomainName: z.string(),
  OriginPath: z.string().default(''),
  OriginAccessControlId: z.string().optional(),
  OriginCustomHeaders: z
    .array(z.strictObject({ HeaderName: z.string(), HeaderValue: z.string() }))
    .default([]),
  S3OriginConfig: z.strictObject({ OriginAccessIdentity: z.literal('').optional() }).optional(),
  /** No effect: the origins are in the same process. */
  CustomOriginConfig: z.unknown().optional(),
  ConnectionAttempts: z.unknown().optional(),
  ConnectionTimeout: z.unknown().optional(),
  OriginShield: z.unknown().optional(),
});
export type Origin = z.infer<typeof origin>;

export const distributionProperties = z.strictObject({
  DistributionConfig: z.strictObject({
    Enabled: switchedOn,
    Origins: z.array(origin).min(1),
    DefaultCacheBehavior: behavior,
    CacheBehaviors: z.array(behavior.extend({ PathPattern: z.string() })).default([]),
    DefaultRootObject: z.string().default(''),
    CustomErrorResponses: z
      .array(
        z.strictObject({
          ErrorCode: z.coerce.number(),
          ResponseCode: z.coerce.number().optional(),
          ResponsePagePath: z.string().optional(),
          /** No effect: nothing is cached. */
          ErrorCachingMinTTL: z.coerce.number().optional(),
        }),
      )
      .default([]),
    /** No effect on one machine: names, certificates, edges, access logs, firewall. */
    Aliases: z.array(z.string()).optional(),
    Comment: z.string().optional(),
    HttpVersion: z.string().optional(),
    IPV6Enabled: switchedOn.optional(),
    Logging: z.unknown().optional(),
    PriceClass: z.string().optional(),
    Restrictions: z.unknown().optional(),
    ViewerCertificate: z.unknown().optional(),
    WebACLId: z.string().optional(),
  }),
  /** No effect: nothing reads them here. */
  Tags: z.unknown().optional(),
});
export type DistributionProperties = z.infer<typeof distributionProperties>;

export interface Distribution {
  id: string;
  arn: string;
  stackName: string;
  config: DistributionProperties['DistributionConfig'];
}

/**
 * The behaviour for a path: the first whose pattern fits, in the order of the template. `*` stands for any characters,
 * slashes too, `?` for exactly one; the leading slash may be left out.
 */
export function behaviorFor({ config }: Distribution, uri: string): Behavior {
  const path = uri.replace(/^\//, '');
  const fitting = config.CacheBehaviors.find(({ PathPattern }) =>
    covers(PathPattern.replace(/^\//, ''), path),
  );
  return fitting ?? config.DefaultCacheBehavior;
}
