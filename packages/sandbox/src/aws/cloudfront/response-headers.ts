import * as z from 'zod';

const switchedOn = z.union([z.boolean(), z.stringbool()]);
const overriding = { Override: switchedOn };
const items = z.strictObject({ Items: z.array(z.string()) });

export const responseHeadersPolicyProperties = z.strictObject({
  ResponseHeadersPolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: z.string().optional(),
    SecurityHeadersConfig: z
      .strictObject({
        ContentSecurityPolicy: z
          .strictObject({ ...overriding, ContentSecurityPolicy: z.string() })
          .optional(),
        ContentTypeOptions: z.strictObject(overriding).optional(),
        FrameOptions: z
          .strictObject({ ...overriding, FrameOption: z.enum(['DENY', 'SAMEORIGIN']) })
          .optional(),
        ReferrerPolicy: z.strictObject({ ...overriding, ReferrerPolicy: z.string() }).optional(),
        StrictTransportSecurity: z
          .strictObject({
            ...overriding,
            AccessControlMaxAgeSec: z.coerce.number(),
            IncludeSubdomains: switchedOn.optional(),
            Preload: switchedOn.optional(),
          })
          .optional(),
        XSSProtection: z
          .strictObject({
            ...overriding,
            Protection: switchedOn,
            ModeBlock: switchedOn.optional(),
            ReportUri: z.string().optional(),
          })
          .optional(),
      })
      .optional(),
    CustomHeadersConfig: z
      .strictObject({
        Items: z.array(z.strictObject({ ...overriding, Header: z.string(), Value: z.string() })),
      })
      .optional(),
    CorsConfig: z
      .strictObject({
        AccessControlAllowCredentials: switchedOn,
        AccessControlAllowHeaders: items,
        AccessControlAllowMethods: items,
        AccessControlAllowOrigins: items,
        AccessControlExposeHeaders: items.optional(),
        AccessControlMaxAgeSec: z.coerce.number().optional(),
        OriginOverride: switchedOn,
      })
      .optional(),
    RemoveHeadersConfig: z
      .strictObject({ Items: z.array(z.strictObject({ Header: z.string() })) })
      .optional(),
    /** No effect: it tells about the cache. */
    ServerTimingHeadersConfig: z.unknown().optional(),
  }),
});
export type ResponseHeadersPolicyProperties = z.infer<typeof responseHeadersPolicyProperties>;

/** Changes the headers of an answer (lower case names) as a response headers policy says. */
export type ResponseHeadersPolicy = (headers: Record<string, string | string[]>, origin?: string) => void;

type Config = ResponseHeadersPolicyProperties['ResponseHeadersPolicyConfig'];

export function responseHeadersPolicy(config: Config): ResponseHeadersPolicy {
  const always = fixedHeaders(config);
  const removed = (config.RemoveHeadersConfig?.Items ?? []).map(({ Header }) => Header.toLowerCase());
  return (headers, origin) => {
    for (const name of removed) delete headers[name];
    for (const { name, value, override } of [...always, ...corsHeaders(config.CorsConfig, origin)]) {
      if (override || headers[name] === undefined) headers[name] = value;
    }
  };
}

interface HeaderRule {
  name: string;
  value: string;
  override: boolean;
}

function fixedHeaders({ SecurityHeadersConfig: security = {}, CustomHeadersConfig }: Config): HeaderRule[] {
  const rules: HeaderRule[] = [];
  const add = (name: string, part: { Override: boolean } | undefined, value: string | undefined): void => {
    if (part && value !== undefined) rules.push({ name, value, override: part.Override });
  };
  const { StrictTransportSecurity: hsts, XSSProtection: xss, ContentSecurityPolicy: csp } = security;
  add('content-security-policy', csp, csp?.ContentSecurityPolicy);
  add('x-content-type-options', security.ContentTypeOptions, 'nosniff');
  add('x-frame-options', security.FrameOptions, security.FrameOptions?.FrameOption);
  add('referrer-policy', security.ReferrerPolicy, security.ReferrerPolicy?.ReferrerPolicy);
  add(
    'strict-transport-security',
    hsts,
    hsts &&
      `max-age=${hsts.AccessControlMaxAgeSec}${hsts.IncludeSubdomains ? '; includeSubDomains' : ''}${hsts.Preload ? '; preload' : ''}`,
  );
  add(
    'x-xss-protection',
    xss,
    xss &&
      (xss.Protection
        ? `1${xss.ModeBlock ? '; mode=block' : ''}${xss.ReportUri ? `; report=${xss.ReportUri}` : ''}`
        : '0'),
  );
  for (const item of CustomHeadersConfig?.Items ?? []) add(item.Header.toLowerCase(), item, item.Value);
  return rules;
}

/** Only for a request with an Origin that the policy lists. */
function corsHeaders(cors: Config['CorsConfig'], origin: string | undefined): HeaderRule[] {
  if (!cors || origin === undefined) return [];
  const listed = cors.AccessControlAllowOrigins.Items;
  const any = listed.includes('*');
  if (!any && !listed.includes(origin)) return [];
  const values: Record<string, string | undefined> = {
    'access-control-allow-origin': any ? '*' : origin,
    'access-control-allow-credentials': cors.AccessControlAllowCredentials ? 'true' : undefined,
    'access-control-allow-headers': cors.AccessControlAllowHeaders.Items.join(', '),
    'access-control-allow-methods': cors.AccessControlAllowMethods.Items.join(', '),
    'access-control-expose-headers': cors.AccessControlExposeHeaders?.Items.join(', '),
    'access-control-max-age': cors.AccessControlMaxAgeSec?.toString(),
  };
  return Object.entries(values).flatMap(([name, value]) =>
    value ? [{ name, value, override: cors.OriginOverride }] : [],
  );
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html */
export const managedResponseHeadersPolicies: Record<string, ResponseHeadersPolicy> = {
  /** SecurityHeadersPolicy */
  '67f7725c-6f97-4210-82d7-5512b31e9d03': responseHeadersPolicy({
    Name: 'Managed-SecurityHeadersPolicy',
    SecurityHeadersConfig: {
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'SAMEORIGIN', Override: false },
      ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: false },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: false },
      XSSProtection: { Protection: true, ModeBlock: true, Override: false },
    },
  }),
};
