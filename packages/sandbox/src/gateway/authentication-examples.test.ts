import { type Authentication, makeAuthentication } from './authentication.ts';

type Request = Parameters<Authentication['ofRequest']>[0];

/** The worked examples of AWS's documentation: their inputs, and the signatures that it gives for them. */
describe('AWS’s own examples', () => {
  const keys: Record<string, string> = {
    AKIAIOSFODNN7EXAMPLE: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AKIDEXAMPLE: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  };
  const at = (timestamp: string): Authentication =>
    makeAuthentication(
      {
        find: (accessKeyId) => ({
          secretAccessKey: keys[accessKeyId] ?? '',
          caller: { kind: 'user', arn: 'arn:aws:iam::000000000000:user/reader', accessKeyId },
          revoked: false,
          endsAtMs: Number.POSITIVE_INFINITY,
        }),
      },
      () => Date.parse(timestamp),
    );
  const ofNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const signed = (names: string, signature: string, scope: string): string =>
    `AWS4-HMAC-SHA256 Credential=${scope}/aws4_request,SignedHeaders=${names},Signature=${signature}`;
  const s3 = (method: string, url: string, headers: Record<string, string>, signature: string): Request => {
    const all: Record<string, string> = {
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-content-sha256': ofNothing,
      'x-amz-date': '20130524T000000Z',
      ...headers,
    };
    const names = Object.keys(all).sort().join(';');
    const authorization = signed(names, signature, 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3');
    return { method, url, headers: { ...all, authorization } };
  };

  it.each<[string, Request]>([
    [
      'GET object',
      s3(
        'GET',
        '/test.txt',
        { range: 'bytes=0-9' },
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ),
    ],
    [
      'PUT object',
      s3(
        'PUT',
        '/test%24file.text',
        {
          date: 'Fri, 24 May 2013 00:00:00 GMT',
          'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
          'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        },
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      ),
    ],
    [
      'GET bucket lifecycle',
      s3('GET', '/?lifecycle', {}, 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'),
    ],
    [
      'GET bucket',
      s3(
        'GET',
        '/?prefix=J&max-keys=2',
        {},
        '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
      ),
    ],
  ])('are good: %s, signed in the headers for S3', (_name, request) => {
    expect(at('2013-05-24T00:05:00Z').ofRequest(request)).toMatchObject({
      service: 's3',
      caller: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    });
    const altered = { ...request, url: `${request.url}x` };
    expect(at('2013-05-24T00:05:00Z').ofRequest(altered)).toMatchObject({
      refusal: { code: 'SignatureDoesNotMatch' },
    });
  });

  it('are good: signed in the headers for IAM, with a body that the client says nothing of', () => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      host: 'iam.amazonaws.com',
      'x-amz-date': '20150830T123600Z',
      authorization: signed(
        'content-type;host;x-amz-date',
        '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
        'AKIDEXAMPLE/20150830/us-east-1/iam',
      ),
    };
    const request = { method: 'GET', url: '/?Action=ListUsers&Version=2010-05-08', headers };
    const authentication = at('2015-08-30T12:36:00Z');
    expect(authentication.ofRequest(request, ofNothing)).toMatchObject({ service: 'iam', caller: {} });
    expect(authentication.ofRequest(request, 'another')).toHaveProperty('refusal');
  });

  it('are good: a presigned URL', () => {
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request',
      'X-Amz-Date': '20130524T000000Z',
      'X-Amz-Expires': '86400',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    });
    const headers = { host: 'examplebucket.s3.amazonaws.com' };
    const request = { method: 'GET', url: `/test.txt?${query}`, headers };
    expect(at('2013-05-24T23:59:00Z').ofRequest(request)).toMatchObject({ service: 's3', caller: {} });
    expect(at('2013-05-25T00:00:01Z').ofRequest(request)).toHaveProperty('refusal.code', 'AccessDenied');
  });

  it('are good: the policy of a form', () => {
    const credential = 'AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request';
    const policy = [
      '{ "expiration": "2015-12-30T12:00:00.000Z",',
      '  "conditions": [',
      '    {"bucket": "sigv4examplebucket"},',
      '    ["starts-with", "$key", "user/user1/"],',
      '    {"acl": "public-read"},',
      '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
      '    ["starts-with", "$Content-Type", "image/"],',
      '    {"x-amz-meta-uuid": "14365123651274"},',
      '    {"x-amz-server-side-encryption": "AES256"},',
      '    ["starts-with", "$x-amz-meta-tag", ""],',
      '',
      `    {"x-amz-credential": "${credential}"},`,
      '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
      '    {"x-amz-date": "20151229T000000Z" }',
      '  ]',
      '}',
    ].join('\r\n');
    const fields = new Map([
      ['x-amz-credential', credential],
      ['x-amz-algorithm', 'AWS4-HMAC-SHA256'],
      ['policy', Buffer.from(policy).toString('base64')],
      ['x-amz-signature', '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e'],
    ]);
    const authentication = at('2015-12-29T12:00:00Z');
    expect(authentication.ofForm(fields)).toMatchObject({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
    fields.set('policy', Buffer.from(policy.replace('user1', 'user2')).toString('base64'));
    expect(() => authentication.ofForm(fields)).toThrow(
      expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
    );
  });
});
