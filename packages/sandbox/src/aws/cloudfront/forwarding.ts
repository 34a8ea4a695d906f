import * as z from 'zod';

/**
 * What of the viewer's request reaches the origin. Only the parts are kept away whose absence an application notices:
 * Authorization, cookies and the query string; other headers pass.
 */
export interface Forwarding {
  authorization: boolean;
  cookies: boolean;
  queries: boolean | ReadonlySet<string>;
  /** Whether the viewer's Host reaches the origin; otherwise it is the origin's own name. */
  host: boolean;
}

/** A cache policy: what it forwards, and whether answers may be compressed under it. */
export interface CachePolicy {
  forwarding: Forwarding;
  compresses: boolean;
}

const nothing: Forwarding = { authorization: false, cookies: false, queries: false, host: false };
const everything: Forwarding = { authorization: true, cookies: true, queries: true, host: true };

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
export const managedCachePolicies: Record<string, CachePolicy> = {
  /** CachingOptimized */
  '658327ea-f89d-4fab-a63d-7e88639e58f6': { forwarding: nothing, compresses: true },
  /** CachingOptimizedForUncompressedObjects */
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': { forwarding: nothing, compresses: false },
  /** CachingDisabled */
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': { forwarding: nothing, compresses: false },
};

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html */
export const managedOriginRequestPolicies: Record<string, Forwarding> = {
  /** AllViewer */
  '216adef6-5c7f-47e4-b989-5492eafa07d3': everything,
  /** AllViewerExceptHostHeader */
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': { ...everything, host: false },
  /** CORS-S3Origin */
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': nothing,
};

/** Both policies of a behaviour together: what either lets through, gets through. */
export function union(a: Forwarding, b: Forwarding | undefined): Forwarding {
  if (!b) return a;
  const names = (queries: Forwarding['queries']): ReadonlySet<string> =>
    typeof queries === 'boolean' ? new Set() : queries;
  return {
    authorization: a.authorization || b.authorization,
    cookies: a.cookies || b.cookies,
    queries:
      a.queries === true || b.queries === true ? true : new Set([...names(a.queries), ...names(b.queries)]),
    host: a.host || b.host,
  };
}

const headers = z.strictObject({
  HeaderBehavior: z.enum(['none', 'whitelist', 'allViewer', 'allExcept']),
  Headers: z.array(z.string()).default([]),
});
const cookies = z.strictObject({
  CookieBehavior: z.enum(['none', 'all']),
  Cookies: z.array(z.string()).optional(),
});
const queryStrings = z.strictObject({
  QueryStringBehavior: z.enum(['none', 'whitelist', 'all']),
  QueryStrings: z.array(z.string()).default([]),
});
const switchedOn = z.union([z.boolean(), z.stringbool()]);

export const cachePolicyProperties = z.strictObject({
  CachePolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: z.string().optional(),
    /** No effect: nothing is cached. */
    DefaultTTL: z.coerce.number(),
    MaxTTL: z.coerce.number(),
    MinTTL: z.coerce.number(),
    ParametersInCacheKeyAndForwardedToOrigin: z.strictObject({
      HeadersConfig: headers,
      CookiesConfig: cookies,
      QueryStringsConfig: queryStrings,
      EnableAcceptEncodingGzip: switchedOn,
      EnableAcceptEncodingBrotli: switchedOn.optional(),
    }),
  }),
});
export type CachePolicyProperties = z.infer<typeof cachePolicyProperties>;

export const originRequestPolicyProperties = z.strictObject({
  OriginRequestPolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: z.string().optional(),
    HeadersConfig: headers,
    CookiesConfig: cookies,
    QueryStringsConfig: queryStrings,
  }),
});
export type OriginRequestPolicyProperties = z.infer<typeof originRequestPolicyProperties>;

interface Parameters {
  HeadersConfig: z.infer<typeof headers>;
  CookiesConfig: z.infer<typeof cookies>;
  QueryStringsConfig: z.infer<typeof queryStrings>;
}

export function forwardingOf({ HeadersConfig, CookiesConfig, QueryStringsConfig }: Parameters): Forwarding {
  const names = HeadersConfig.Headers.map((name) => name.toLowerCase());
  const passes = (name: string): boolean => {
    if (HeadersConfig.HeaderBehavior === 'allViewer') return true;
    if (HeadersConfig.HeaderBehavior === 'allExcept') return !names.includes(name);
    return HeadersConfig.HeaderBehavior === 'whitelist' && names.includes(name);
  };
  return {
    authorization: passes('authorization'),
    host: passes('host'),
    cookies: CookiesConfig.CookieBehavior === 'all',
    queries:
      QueryStringsConfig.QueryStringBehavior === 'whitelist'
        ? new Set(QueryStringsConfig.QueryStrings)
        : QueryStringsConfig.QueryStringBehavior === 'all',
  };
}
