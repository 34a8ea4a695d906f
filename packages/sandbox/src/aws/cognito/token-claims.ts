import type { JWTPayload } from 'jose';
import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { Client } from './pools.ts';
import type { Triggers } from './triggers.ts';
import { attributesOf, type User } from './users.ts';

export type TokenSource =
  | 'TokenGeneration_Authentication'
  | 'TokenGeneration_NewPasswordChallenge'
  | 'TokenGeneration_RefreshTokens';

const overrides = z.object({
  claimsToAddOrOverride: z.record(z.string(), z.unknown()).nullish(),
  claimsToSuppress: z.array(z.string()).nullish(),
});
const groups = z.object({ groupsToOverride: z.array(z.string()).nullish() }).nullish();
const firstVersion = z.object({
  claimsOverrideDetails: overrides.extend({ groupOverrideDetails: groups }).nullish(),
});
const laterVersions = z.object({
  claimsAndScopeOverrideDetails: z
    .object({
      idTokenGeneration: overrides.nullish(),
      accessTokenGeneration: overrides
        .extend({
          scopesToAdd: z.array(z.string()).nullish(),
          scopesToSuppress: z.array(z.string()).nullish(),
        })
        .nullish(),
      groupOverrideDetails: groups,
    })
    .nullish(),
});

/** Claims that no trigger may change. https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html */
const reserved = new Set(
  (
    'acr amr at_hash auth_time azp c_hash cnf event_id exp iat iss jti nbf nonce origin_jti sub token_use version ' +
    'aud client_id username cognito:username'
  ).split(' '),
);

export interface TokenClaims {
  access: JWTPayload;
  id: JWTPayload;
}

/** Lets the PreTokenGeneration trigger, if there is one, change the claims. @throws AwsError what the trigger fails with */
export async function overrideClaims(
  triggers: Triggers,
  about: { client: Client; user: User; source: TokenSource; metadata: Record<string, string> | undefined },
  claims: TokenClaims,
): Promise<TokenClaims> {
  const { client, user, source, metadata } = about;
  const { LambdaVersion = 'V1_0' } = client.pool.properties.LambdaConfig.PreTokenGenerationConfig ?? {};
  const isFirst = LambdaVersion === 'V1_0';
  const response = await triggers.run(client.pool, 'PreTokenGeneration', {
    source,
    userName: user.username,
    clientId: client.id,
    request: {
      userAttributes: { ...attributesOf(user), 'cognito:user_status': user.status },
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      ...(!isFirst && { scopes: ['aws.cognito.signin.user.admin'] }),
      ...(metadata && { clientMetadata: metadata }),
    },
    response: isFirst ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  });
  if (!response) return claims;
  if (isFirst) {
    const details = read(firstVersion, response).claimsOverrideDetails;
    const group = details?.groupOverrideDetails?.groupsToOverride;
    return { access: withGroups(claims.access, group), id: withGroups(merge(claims.id, details), group) };
  }
  const details = read(laterVersions, response).claimsAndScopeOverrideDetails;
  const group = details?.groupOverrideDetails?.groupsToOverride;
  const { scopesToAdd, scopesToSuppress } = details?.accessTokenGeneration ?? {};
  const scopes = [...String(claims.access.scope).split(' '), ...(scopesToAdd ?? [])];
  const scope = scopes.filter((one) => !scopesToSuppress?.includes(one)).join(' ');
  return {
    access: withGroups({ ...merge(claims.access, details?.accessTokenGeneration), scope }, group),
    id: withGroups(merge(claims.id, details?.idTokenGeneration), group),
  };
}

function read<Output>(schema: z.ZodType<Output>, response: unknown): Output {
  const parsed = schema.safeParse(response);
  if (!parsed.success) throw new AwsError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  return parsed.data;
}

function merge(claims: JWTPayload, change: z.infer<typeof overrides> | null | undefined): JWTPayload {
  const suppressed = new Set(change?.claimsToSuppress?.filter((name) => !reserved.has(name)));
  const kept = Object.entries(claims).filter(([name]) => !suppressed.has(name));
  const added = Object.entries(change?.claimsToAddOrOverride ?? {}).filter(([name]) => !reserved.has(name));
  return Object.fromEntries([...kept, ...added]);
}

function withGroups(claims: JWTPayload, names: string[] | null | undefined): JWTPayload {
  return names && names.length > 0 ? { ...claims, 'cognito:groups': names } : claims;
}
