import type { LambdaFunction } from '../../aws/lambda/lambda-function.ts';
import type { Fact } from '../../core/observe.ts';
import { makeFactRing } from '../../facts/fact-ring.ts';
import { type FunctionLook, functionLooks } from './function-looks.ts';
import { functionsPage } from './functions-page.ts';

const arn = 'arn:aws:lambda:x:0:function:pay';
const fn: LambdaFunction = {
  ...{ logicalId: 'Pay', stackName: 'shop', name: 'pay', arn, roleArn: 'arn:role', runtime: 'nodejs24.x' },
  ...{
    handler: 'index.handler',
    root: '/',
    hasAddons: false,
    variables: { TABLE: '<bills>' },
    description: '',
  },
  ...{ architecture: 'arm64', timeoutSeconds: 3, memoryMb: 256, logGroup: 'g', modifiedAt: '' },
  logFormat: 'JSON',
};
const measured: Record<string, number> = { 'Invocations Sum': 4, 'Errors Sum': 1, 'Duration Average': 12.4 };

const looks = (facts: Fact[] = []) =>
  functionLooks(
    {
      lambda: { functions: () => [fn, { ...fn, name: 'rest', arn: `${arn}-rest` }] },
      cloudWatch: {
        statistics: {
          read: ({ name, dimensions }, statistic) =>
            dimensions.FunctionName === 'pay' ? measured[`${name} ${statistic}`] : undefined,
        },
      },
    },
    makeFactRing({
      listen(listener) {
        for (const fact of facts) listener(fact);
        return () => {};
      },
    }),
  );

describe('functionLooks', () => {
  it('tells what a function has done, and how it failed last, by whatever alias', () => {
    const failed = (message: string): Fact => ({
      ...{ fact: 'failed', at: 5, work: { kind: 'batch', id: 'b' }, target: `${arn}:live`, attempt: 1 },
      error: { code: 'TypeError', message },
    });
    expect(looks([failed('first'), failed('last')])).toMatchObject([
      {
        name: 'pay',
        invocations: 4,
        errors: 1,
        throttles: 0,
        meanMs: 12.4,
        lastFailure: { text: 'TypeError: last' },
      },
      { name: 'rest', invocations: 0, errors: 0 },
    ]);
  });

  it('shows those that fail first', () => {
    const text = functionsPage(looks().toReversed());
    expect(text.indexOf('>pay</a>')).toBeLessThan(text.indexOf('>rest</a>'));
    expect(text).toContain('12 ms');
    const [pay, rest] = looks();
    const lastFailure = { at: 1, text: 'Sandbox.Failed' };
    const neverRan = functionsPage([
      { ...(pay as FunctionLook), errors: 0 },
      { ...(rest as FunctionLook), lastFailure },
    ]);
    expect(neverRan.indexOf('>rest</a>')).toBeLessThan(neverRan.indexOf('>pay</a>'));
  });
});
