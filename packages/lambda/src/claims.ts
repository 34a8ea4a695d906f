import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { UnauthorizedError } from './problems.ts';

const authorized = z.object({
  authorizer: z.object({
    jwt: z.object({ claims: z.object({ sub: z.uuid(), token_use: z.literal('access') }) }),
  }),
});

/**
 * Who calls. API Gateway has checked the token's signature, issuer, audience and expiry, but takes an id token as
 * well as an access token: that difference is checked here.
 * @throws UnauthorizedError
 */
export function readClaims({ requestContext }: APIGatewayProxyEventV2): { userId: string } {
  const result = authorized.safeParse(requestContext);
  if (!result.success) throw new UnauthorizedError();
  return { userId: result.data.authorizer.jwt.claims.sub };
}
