import * as z from 'zod';

/** Anna of the examples. */
const sub = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const signedInForSeconds = 24 * 60 * 60;
const asText = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * What the mock answers for Cognito: everybody is let in as Anna, whatever the password. Nothing is checked and nothing is signed, so
 * that no other API takes these tokens.
 * @param target the header `x-amz-target`, which names the operation
 */
export function letIn(target: string, body: string): Record<string, unknown> {
  const asked = z
    .looseObject({ AuthFlow: z.string().optional() })
    .catch({})
    .parse(JSON.parse(body || '{}'));
  switch (target.split('.').at(-1)) {
    case 'InitiateAuth':
      return asked.AuthFlow?.startsWith('REFRESH') ? tokens() : challenge;
    case 'RespondToAuthChallenge':
    case 'GetTokensFromRefreshToken':
      return tokens();
    case 'SignUp':
      return { UserConfirmed: true, UserSub: sub };
    case 'GetUser':
      return {
        Username: sub,
        UserAttributes: [
          { Name: 'sub', Value: sub },
          { Name: 'email', Value: 'anna@example.com' },
        ],
      };
    default:
      return {};
  }
}

/** The client proves its password against these numbers; nobody looks at the proof. */
const challenge = {
  ChallengeName: 'PASSWORD_VERIFIER',
  ChallengeParameters: {
    ...{
      USER_ID_FOR_SRP: sub,
      USERNAME: sub,
      SRP_B: 'a1b2c3d4e5f6',
      SALT: 'c0ffee',
      SECRET_BLOCK: asText('mock'),
    },
  },
};

function tokens() {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub, username: sub, iat: now, exp: now + signedInForSeconds };
  const token = (use: string) =>
    [asText({ alg: 'none', kid: 'mock' }), asText({ ...claims, token_use: use }), 'unsigned'].join('.');
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      ...{ AccessToken: token('access'), IdToken: token('id'), RefreshToken: 'mock-refresh' },
      ...{ ExpiresIn: signedInForSeconds, TokenType: 'Bearer' },
    },
  };
}
