import { apply, body, issuer, stage, useApiGateway } from '../../../test/api-stage.ts';

useApiGateway();

describe('the JWT authorizer', () => {
  const get = (path: string, token?: string) =>
    fetch(stage.origin + path, token ? { headers: { authorization: `Bearer ${token}` } } : {});

  it('hands the claims to the function as text', async () => {
    const token = await stage.sign({
      sub: 'me',
      'cognito:groups': ['a', 'b'],
      email_verified: true,
      aud: 'web',
      iat: 5,
    });
    expect((await get('/items/mine', token)).status).toBe(204);
    expect(stage.events[0]?.requestContext).toMatchObject({
      authorizer: {
        jwt: {
          claims: { sub: 'me', 'cognito:groups': '[a b]', email_verified: 'true', iat: '5' },
          scopes: null,
        },
      },
    });
  });

  it('refuses a request without token', async () => {
    const response = await get('/items/mine');
    expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    ['expired', { exp: 1 }, 'the token has expired'],
    ['not valid yet', { nbf: 9_999_999_999 }, 'the token is not valid yet'],
    ['issued in the future', { iat: 9_999_999_999 }, 'the token is used before issued'],
    ['for another client', { client_id: 'other' }, 'the token does not have a valid audience'],
    [
      'for another audience though of the client',
      { aud: 'other' },
      'the token does not have a valid audience',
    ],
  ])('refuses a token that is %s', async (_case, claims, description) => {
    const response = await get('/items/mine', await stage.sign(claims));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain(`error_description="${description}"`);
    expect(stage.events).toEqual([]);
  });

  it('refuses another issuer, an altered token and an unsigned one', async () => {
    const [head, , signature] = (await stage.sign({ sub: 'me' })).split('.');
    const forged = Buffer.from(
      JSON.stringify({ iss: issuer, client_id: 'web', exp: 9_999_999_999 }),
    ).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [
      await stage.sign({}, 'https://other'),
      `${head}.${forged}.${signature}`,
      `${none}.${forged}.`,
      'x',
    ]) {
      expect((await get('/items/mine', token)).status).toBe(401);
    }
  });

  it('answers 403 when no scope fits', async () => {
    const response = await get('/admin', await stage.sign({ scope: 'user' }));
    expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
    expect((await get('/admin', await stage.sign({ scope: 'user root' }))).status).toBe(204);
    expect(stage.events[0]?.requestContext).toMatchObject({
      authorizer: { jwt: { scopes: ['user', 'root'] } },
    });
  });
});

describe('CORS', () => {
  it('answers the preflight itself and marks other answers', async () => {
    const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' };
    const preflight = await fetch(`${stage.origin}/items/mine`, { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET']);
    const refused = await fetch(`${stage.origin}/items/mine`, { headers });
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    const foreign = await fetch(`${stage.origin}/items/1`, {
      headers: { origin: 'https://evil.example.com' },
    });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is said by the API alone, whatever the function answers', async () => {
    const headers = { 'Access-Control-Allow-Origin': '*', 'access-control-max-age': 5, 'x-own': 'kept' };
    stage.answer = async () => ({ payload: JSON.stringify({ statusCode: 200, headers }) });
    const response = await fetch(`${stage.origin}/slow`, { headers: { origin: 'https://evil.example.com' } });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(response.headers.get('x-own')).toBe('kept');
  });

  it('is the function’s business where the API says nothing of it', async () => {
    const { 'x-amazon-apigateway-cors': _, ...silent } = body;
    const withCors = stage.askedApi;
    stage.askedApi = await apply('AWS::ApiGatewayV2::Api', 'Silent', { Body: silent });
    await apply('AWS::ApiGatewayV2::Stage', 'SilentStage', { ApiId: stage.askedApi, StageName: '$default' });
    const headers = { 'access-control-allow-origin': 'https://own.example.com' };
    stage.answer = async () => ({ payload: JSON.stringify({ statusCode: 200, headers }) });
    const response = await fetch(`${stage.origin}/slow`).finally(() => {
      stage.askedApi = withCors;
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://own.example.com');
  });
});
