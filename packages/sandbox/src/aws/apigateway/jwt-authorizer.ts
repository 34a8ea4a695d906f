import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Authorizer } from './routes.ts';

/** The keys of a token issuer, or undefined when nobody in the sandbox issues under that name. */
export type JwksFor = (issuer: string) => Promise<JSONWebKeySet | undefined> | JSONWebKeySet | undefined;

export interface JwtContext {
  /** Every value as text, lists as `[a b]`: what API Gateway hands to the function. */
  claims: Record<string, string>;
  /** The token's scopes when the route asks for some, otherwise null. */
  scopes: string[] | null;
}

/** A token that does not open the route; `challenge` is the `www-authenticate` header. */
export class RefusedError extends Error {
  readonly status: 401 | 403;
  readonly challenge: string;

  constructor(status: 401 | 403, challenge: string) {
    super(status === 401 ? 'Unauthorized' : 'Forbidden');
    this.name = 'RefusedError';
    this.status = status;
    this.challenge = challenge;
  }
}

const invalid = (description: string): RefusedError =>
  new RefusedError(401, `Bearer scope="" error="invalid_token" error_description="${description}"`);

/**
 * Checks signature, issuer, audience, expiry and scopes as an HTTP API does, and not `token_use`, which is the function's task.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 * @param token with or without `Bearer `; undefined when the request has none
 * @throws RefusedError
 */
export async function authorize(
  authorizer: Authorizer,
  routeScopes: string[],
  token: string | undefined,
  jwksFor: JwksFor,
  nowMs: number,
): Promise<JwtContext> {
  if (!token) throw new RefusedError(401, 'Bearer');
  const keys = await jwksFor(authorizer.issuer);
  if (!keys) throw invalid('OIDC discovery endpoint communication error');
  const claims = await verify(token.replace(/^Bearer /i, ''), keys, authorizer, nowMs);
  const audience = claims.aud ?? claims.client_id;
  const audiences = Array.isArray(audience) ? audience : [audience];
  if (authorizer.audience.length > 0 && !audiences.some((one) => authorizer.audience.includes(String(one)))) {
    throw invalid('the token does not have a valid audience');
  }
  return { claims: asText(claims), scopes: checkScopes(claims, routeScopes) };
}

const claimFailures: Record<string, string> = {
  iss: 'the token does not have a valid issuer',
  nbf: 'the token is not valid yet',
};

async function verify(
  token: string,
  keys: JSONWebKeySet,
  authorizer: Authorizer,
  nowMs: number,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer: authorizer.issuer,
      algorithms: ['RS256', 'RS384', 'RS512'],
      requiredClaims: ['exp'],
      currentDate: new Date(nowMs),
    });
    if (payload.iat !== undefined && payload.iat > nowMs / 1000 + 1)
      throw invalid('the token is used before issued');
    return payload;
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    if (error instanceof errors.JWTExpired) throw invalid('the token has expired');
    if (error instanceof errors.JWTClaimValidationFailed)
      throw invalid(claimFailures[error.claim] ?? error.message);
    if (error instanceof errors.JOSEError) throw invalid('signature is invalid');
    throw error;
  }
}

function checkScopes(claims: JWTPayload, routeScopes: string[]): string[] | null {
  if (routeScopes.length === 0) return null;
  const granted = String(claims.scope ?? claims.scp ?? '').split(' ');
  if (routeScopes.some((scope) => granted.includes(scope))) return granted;
  throw new RefusedError(
    403,
    `Bearer scope="${routeScopes.join(' ')}" error="insufficient_scope" error_description="the token does not have the required scopes"`,
  );
}

function asText(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? `[${value.join(' ')}]`
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value),
    ]),
  );
}
