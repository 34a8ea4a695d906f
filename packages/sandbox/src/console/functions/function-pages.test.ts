import type { GrantUse } from '../../aws/iam/grant-uses.ts';
import type { LastCall } from '../../aws/lambda/last-calls.ts';
import { AwsError } from '../../core/aws-error.ts';
import { readPolicy } from '../../core/policy.ts';
import { makeFunctionPages } from './function-pages.ts';

const arn = 'arn:aws:lambda:x:0:function:pay';
let last: LastCall | undefined;
let uses: GrantUse[] = [];
const invoked: [string, string][] = [];
const pages = makeFunctionPages({
  looks: () => [
    {
      ...{
        name: 'pay',
        arn,
        handler: 'index.handler',
        roleArn: 'arn:role',
        memoryMb: 256,
        timeoutSeconds: 3,
      },
      ...{ variables: { TABLE: '<bills>' }, invocations: 1, errors: 0, throttles: 0 },
    },
  ],
  lastCall: () => last,
  grantsOf: () =>
    readPolicy(
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action: ['dynamodb:PutItem', 'dynamodb:GetItem', 'codedeploy:PutLifecycleEventHookExecutionStatus'],
          Resource: 'arn:aws:dynamodb:x:0:table/bills',
        },
      },
      'role',
    ).statements.map((statement) => ({ statement, uses })),
  async invoke(target, input) {
    if (input === '"wrong"') throw new AwsError('TooManyRequestsException', 'Rate Exceeded.');
    invoked.push([target, input]);
    return { payload: '7' };
  },
});
const call = { requestId: 'r1', target: `${arn}:live`, at: 0 };
const text = async () => String((await pages.get('/_sandbox/functions/pay', new URLSearchParams()))?.body);
const again = (fields: Record<string, string>) =>
  pages.post?.('/_sandbox/v1/invocations', new URLSearchParams(fields));

describe('makeFunctionPages', () => {
  it('shows a function with its environment and what its role may do', async () => {
    last = undefined;
    const shown = await text();
    expect(shown).toContain('It has not been called since the start.');
    expect(shown).toContain('<dt>TABLE</dt><dd>&lt;bills&gt;</dd>');
    expect(shown).toMatch(/Allow<\/td><td><code>dynamodb:PutItem.*table\/bills/s);
    expect(await pages.get('/_sandbox/functions/other', new URLSearchParams())).toBeUndefined();
  });

  it('shows beside each grant how often it was used, and tells programs so', async () => {
    const resource = 'arn:aws:dynamodb:x:0:table/bills';
    uses = [{ action: 'dynamodb:PutItem', resource, times: 3, lastAt: 0 }];
    const shown = await text();
    expect(shown).toMatch(/PutItem<\/code> <span class="muted">3 ×, last 00:00:00.000/);
    expect(shown).toMatch(/GetItem<\/code> <span class="badge">never used/);
    expect(shown).toMatch(/ExecutionStatus<\/code> <span class="muted">not counted/);
    expect(shown).toContain('1 of 2 granted actions were used');
    const told = await pages.get('/_sandbox/v1/permissions.json', new URLSearchParams());
    expect(JSON.parse(String(told?.body))).toMatchObject({
      version: 1,
      functions: [
        {
          name: 'pay',
          grants: [
            {
              uses,
              unused: { actions: ['dynamodb:GetItem'], resources: [] },
              untold: ['codedeploy:PutLifecycleEventHookExecutionStatus'],
            },
          ],
        },
      ],
    });
  });

  it('shows the last call, but nothing that a person signed in with', async () => {
    const input = {
      headers: { Authorization: 'Bearer secret', cookie: 'secret' },
      cookies: ['session=secret'],
      multiValueHeaders: { authorization: ['secret'] },
      body: '<b>',
    };
    last = { ...call, input: JSON.stringify(input), answer: '{"statusCode":200}', failed: false };
    const shown = await text();
    expect(shown).toContain('&quot;statusCode&quot;: 200');
    expect(shown).toContain('&lt;b&gt;');
    expect(shown).not.toContain('secret');
    expect(shown).toContain('/_sandbox/story?request=r1');
  });

  it('invokes it so again, by the alias of that call', async () => {
    last = { ...call, input: '{"n":1}' };
    expect(JSON.parse(String((await again({ function: arn, request: 'r1' }))?.body))).toEqual({
      version: 1,
      payload: '7',
    });
    expect(invoked).toEqual([[`${arn}:live`, '{"n":1}']]);
    expect(await again({ function: arn, request: 'r1', back: '/_sandbox/functions/pay' })).toMatchObject({
      ...{ status: 303, location: '/_sandbox/functions/pay' },
    });
    expect(await again({ function: arn, request: 'r1', back: 'https://elsewhere.example' })).toMatchObject({
      status: 200,
    });
  });

  it('says why it cannot', async () => {
    expect(await again({ function: 'arn:other' })).toMatchObject({ status: 400 });
    last = call;
    expect(await again({ function: arn })).toMatchObject({ status: 400, body: 'No input of pay is kept.\n' });
    last = { ...call, input: '{"n":2}' };
    expect(await again({ function: arn, request: 'an earlier one' })).toMatchObject({ status: 409 });
    last = { ...call, input: '"wrong"' };
    expect(await again({ function: arn, request: 'r1' })).toMatchObject({
      status: 400,
      body: 'Rate Exceeded.\n',
    });
  });
});
