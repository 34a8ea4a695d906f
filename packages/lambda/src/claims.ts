import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { UnauthorizedError } from './problems.ts';

const authorized = z.object({
  authorizer: z.object({
    jwt: z.object({
      claims: z.object({
        sub: z.uuid(),
        token_use: z.literal('access'),
        // Seconds, as text from API Gateway. A refreshed token keeps the time of its sign-in.
        auth_time: z.coerce.number<string | number>().int().positive().optional(),
        // The sign-in that all tokens of a session come from, refreshed or not; where the client has token revocation.
        origin_jti: z.string().min(1).max(100).optional(),
      }),
    }),
  }),
});

/**
 * Who calls. API Gateway has checked the token's signature, issuer, audience and expiry, but takes an id token as
 * well as an access token: that difference is checked here.
 * @throws UnauthorizedError
 */
export function readClaims({ requestContext }: APIGatewayProxyEventV2): {
  userId: string;
  signedInAt: Date | undefined;
  sessionId: string | undefined;
} {
  const result = authorized.safeParse(requestContext);
  if (!result.success) throw new UnauthorizedError();
  const { sub: userId, auth_time, origin_jti: sessionId } = result.data.authorizer.jwt.claims;
  return { userId, sessionId, signedInAt: auth_time === undefined ? undefined : new Date(auth_time * 1000) };
}
