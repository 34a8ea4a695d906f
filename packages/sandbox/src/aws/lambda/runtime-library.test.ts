import { lambdaFixture } from '../../../test/lambda-fixture.ts';

const { call, define, lambda, stop } = lambdaFixture();
beforeAll(() => lambda.start());
afterAll(() => stop());

const endpoint = 'http://127.0.0.1:4566';

/** Answers with what became of each import. */
const imports = (load: string): string => `async () => {
  const found = {};
  for (const name of ['@aws-sdk/client-sqs', '@aws-sdk/lib-dynamodb', '@smithy/node-http-handler', '@aws-sdk/client-kinesis'])
    try { ${load}(name); found[name] = 'found'; } catch (error) { found[name] = error.message; }
  return { found, region: process.env.AWS_REGION };
}`;
const expected = {
  found: {
    '@aws-sdk/client-sqs': 'found',
    '@aws-sdk/lib-dynamodb': 'found',
    '@smithy/node-http-handler': 'found',
    '@aws-sdk/client-kinesis': expect.stringMatching(
      /^Cannot find \w+ '@aws-sdk\/client-kinesis'.*has to come with/s,
    ),
  },
  region: 'eu-central-1',
};

describe('the runtime of functions that bring no AWS SDK', () => {
  it('has the clients of the services that the sandbox answers, and names any other', async () => {
    await define('Common', `exports.handler = ${imports('require')};`);
    expect(await call('Common')).toEqual({ failed: false, answer: expected });
  });

  it('has them for ES modules as well', async () => {
    await define('Module', { 'index.mjs': `export const handler = ${imports('await import')};` });
    expect(await call('Module')).toEqual({ failed: false, answer: expected });
  });

  it.each([
    ['a CommonJS file', 'index.js', 'exports.handler ='],
    ['an ES module', 'index.mjs', 'export const handler ='],
  ])('answers whole what %s streams', async (_, file, declaration) => {
    const name = `Stream${file.replace('.', '')}`;
    await define(name, {
      [file]: `${declaration} awslambda.streamifyResponse(async ({ who }, stream) => {
        const response = awslambda.HttpResponseStream.from(stream, { statusCode: 200 });
        response.write('hello ');
        response.write(who);
        response.end();
      });`,
    });
    expect(await call(name, { who: 'you' })).toEqual({ failed: false, answer: 'hello you' });
  });

  it('prefers what a function brings', async () => {
    await define('Own', {
      'index.js': "exports.handler = async () => require('@aws-sdk/client-sqs').mine;",
      'node_modules/@aws-sdk/client-sqs/index.js': 'exports.mine = true;',
    });
    expect(await call('Own')).toEqual({ failed: false, answer: true });
  });

  it.each([
    ['none', {}, endpoint],
    ['an empty one', { AWS_ENDPOINT_URL: '' }, endpoint],
    ['its own', { AWS_ENDPOINT_URL: 'http://example.com' }, 'http://example.com'],
  ])('knows the address of all services where the template gives %s', async (given, Variables, address) => {
    const name = `Endpoint${given.replaceAll(' ', '')}`;
    await define(name, 'exports.handler = async () => process.env.AWS_ENDPOINT_URL;', {
      Environment: { Variables },
    });
    expect((await call(name)).answer).toBe(address);
  });
});
