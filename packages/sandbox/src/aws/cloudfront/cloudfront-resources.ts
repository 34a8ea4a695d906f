import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { type Distribution, distributionProperties } from './distribution-config.ts';
import { type EdgeFunction, edgeFunction } from './edge-function.ts';
import {
  type CachePolicy,
  cachePolicyProperties,
  type Forwarding,
  forwardingOf,
  managedCachePolicies,
  managedOriginRequestPolicies,
  originRequestPolicyProperties,
} from './forwarding.ts';
import {
  managedResponseHeadersPolicies,
  type ResponseHeadersPolicy,
  responseHeadersPolicy,
  responseHeadersPolicyProperties,
} from './response-headers.ts';

/** What the template made, by id or ARN; made anew at every start. */
export interface CloudFrontState {
  distributions: Distribution[];
  functions: Map<string, EdgeFunction>;
  accessControls: Set<string>;
  cachePolicies: Map<string, CachePolicy>;
  originRequestPolicies: Map<string, Forwarding>;
  responseHeadersPolicies: Map<string, ResponseHeadersPolicy>;
}

export const emptyState = (): CloudFrontState => ({
  distributions: [],
  functions: new Map(),
  accessControls: new Set(),
  cachePolicies: new Map(Object.entries(managedCachePolicies)),
  originRequestPolicies: new Map(Object.entries(managedOriginRequestPolicies)),
  responseHeadersPolicies: new Map(Object.entries(managedResponseHeadersPolicies)),
});

/** 14 characters as CloudFront's ids have, the same at every start. */
const idOf = (physicalName: string): string =>
  `E${createHash('sha256').update(physicalName).digest('hex').slice(0, 13).toUpperCase()}`;

const functionProperties = z.strictObject({
  Name: z.string(),
  FunctionCode: z.string(),
  FunctionConfig: z.strictObject({
    Comment: z.string().optional(),
    Runtime: z.enum(['cloudfront-js-1.0', 'cloudfront-js-2.0']),
  }),
  /** No effect: the code of the template is the live one. */
  AutoPublish: z.union([z.boolean(), z.stringbool()]).optional(),
  Tags: z.unknown().optional(),
});
const accessControlProperties = z.strictObject({
  OriginAccessControlConfig: z.strictObject({
    Name: z.string(),
    Description: z.string().optional(),
    OriginAccessControlOriginType: z.literal('s3'),
    SigningBehavior: z.enum(['always', 'no-override']),
    SigningProtocol: z.literal('sigv4'),
  }),
});

/** @param domainName of every distribution: where the web port is reached */
export function cloudFrontResources(
  world: World,
  state: CloudFrontState,
  domainName: string,
): ResourceProvider[] {
  const distribution: ResourceProvider<z.infer<typeof distributionProperties>> = {
    type: 'AWS::CloudFront::Distribution',
    properties: distributionProperties,
    apply({ logicalId, stackName, physicalName, properties: { DistributionConfig: config } }) {
      const id = idOf(physicalName);
      const arn = `arn:aws:cloudfront::${world.accountId}:distribution/${id}`;
      const made = { id, arn, stackName, config };
      checkReferences(logicalId, made, state);
      state.distributions = [...state.distributions.filter((other) => other.id !== id), made];
      return { ref: id, attributes: { Id: id, DomainName: domainName, Arn: arn } };
    },
    remove({ ref }) {
      state.distributions = state.distributions.filter(({ id }) => id !== ref);
    },
  };
  const edgeCode: ResourceProvider<z.infer<typeof functionProperties>> = {
    type: 'AWS::CloudFront::Function',
    properties: functionProperties,
    apply({ logicalId, properties: { Name, FunctionCode } }) {
      const arn = `arn:aws:cloudfront::${world.accountId}:function/${Name}`;
      try {
        state.functions.set(arn, edgeFunction(Name, FunctionCode));
      } catch (error) {
        throw new Error(`${logicalId}: FunctionCode does not run: ${String(error)}`);
      }
      const FunctionMetadata = { 'FunctionMetadata.FunctionARN': arn };
      return { ref: arn, attributes: { FunctionARN: arn, Stage: 'LIVE', ...FunctionMetadata } };
    },
    remove: ({ ref }) => void state.functions.delete(ref),
  };
  const accessControl: ResourceProvider<z.infer<typeof accessControlProperties>> = {
    type: 'AWS::CloudFront::OriginAccessControl',
    properties: accessControlProperties,
    apply({ physicalName }) {
      const id = idOf(physicalName);
      state.accessControls.add(id);
      return { ref: id, attributes: { Id: id } };
    },
    remove: ({ ref }) => void state.accessControls.delete(ref),
  };
  const cachePolicy: ResourceProvider<z.infer<typeof cachePolicyProperties>> = {
    type: 'AWS::CloudFront::CachePolicy',
    properties: cachePolicyProperties,
    apply({ physicalName, properties: { CachePolicyConfig } }) {
      const id = idOf(physicalName);
      const parameters = CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin;
      const compresses =
        parameters.EnableAcceptEncodingGzip || parameters.EnableAcceptEncodingBrotli === true;
      state.cachePolicies.set(id, { forwarding: forwardingOf(parameters), compresses });
      return { ref: id, attributes: { Id: id } };
    },
    remove: ({ ref }) => void state.cachePolicies.delete(ref),
  };
  const originRequestPolicy: ResourceProvider<z.infer<typeof originRequestPolicyProperties>> = {
    type: 'AWS::CloudFront::OriginRequestPolicy',
    properties: originRequestPolicyProperties,
    apply({ physicalName, properties: { OriginRequestPolicyConfig } }) {
      const id = idOf(physicalName);
      state.originRequestPolicies.set(id, forwardingOf(OriginRequestPolicyConfig));
      return { ref: id, attributes: { Id: id } };
    },
    remove: ({ ref }) => void state.originRequestPolicies.delete(ref),
  };
  const headersPolicy: ResourceProvider<z.infer<typeof responseHeadersPolicyProperties>> = {
    type: 'AWS::CloudFront::ResponseHeadersPolicy',
    properties: responseHeadersPolicyProperties,
    apply({ physicalName, properties: { ResponseHeadersPolicyConfig } }) {
      const id = idOf(physicalName);
      state.responseHeadersPolicies.set(id, responseHeadersPolicy(ResponseHeadersPolicyConfig));
      return { ref: id, attributes: { Id: id } };
    },
    remove: ({ ref }) => void state.responseHeadersPolicies.delete(ref),
  };
  return [distribution, edgeCode, accessControl, cachePolicy, originRequestPolicy, headersPolicy];
}

/** Names the property whose id is neither the template's nor one of the AWS-managed ones that the sandbox knows. */
function checkReferences(logicalId: string, { config }: Distribution, state: CloudFrontState): void {
  const known = (property: string, id: string | undefined, ids: { has(id: string): boolean }): void => {
    if (id !== undefined && !ids.has(id)) throw new Error(`${logicalId}: ${property} ${id} is not known.`);
  };
  const originIds = new Set(config.Origins.map(({ Id }) => Id));
  for (const behavior of [config.DefaultCacheBehavior, ...config.CacheBehaviors]) {
    known('TargetOriginId', behavior.TargetOriginId, originIds);
    known('CachePolicyId', behavior.CachePolicyId, state.cachePolicies);
    known('OriginRequestPolicyId', behavior.OriginRequestPolicyId, state.originRequestPolicies);
    known('ResponseHeadersPolicyId', behavior.ResponseHeadersPolicyId, state.responseHeadersPolicies);
    for (const { FunctionARN } of behavior.FunctionAssociations)
      known('FunctionARN', FunctionARN, state.functions);
  }
  for (const origin of config.Origins) {
    known('OriginAccessControlId', origin.OriginAccessControlId, state.accessControls);
  }
}
