import { eventually } from '../../../../testing/src/eventually.ts';
import { lambdaFixture } from '../../../test/lambda-fixture.ts';
import { someone } from '../../../test/someone.ts';

let fixture: ReturnType<typeof lambdaFixture>;
beforeEach(() => {
  fixture = lambdaFixture();
});
afterEach(() => fixture.stop());

const answers = 'exports.handler = async () => "answered";';

describe('makeHeldFunctions', () => {
  it('throttles whoever calls, and lets events wait until it is released, at no cost of attempts', async () => {
    const arn = await fixture.define('Worker', answers);
    fixture.lambda.start();
    const { held, invoker } = fixture.lambda;
    held.throttle('app-Worker');
    await expect(invoker.invoke(someone, arn, '{}')).rejects.toMatchObject({
      code: 'TooManyRequestsException',
    });
    invoker.invokeAsync(someone, arn, '{}');
    await eventually(() => fixture.facts.some(({ fact }) => fact === 'waits'));
    expect(fixture.facts.filter(({ fact }) => fact === 'began')).toEqual([]);
    held.release('app-Worker');
    await eventually(() => fixture.facts.some((fact) => fact.fact === 'ended' && fact.attempt === 1));
    expect(await invoker.invoke(someone, arn, '{}')).toMatchObject({ payload: '"answered"' });
  });

  it('ends one call before its handler, and only that', async () => {
    const arn = await fixture.define('Worker', answers);
    const { held, invoker } = fixture.lambda;
    let isDone = false;
    held.crash('app-Worker', 2, () => {
      isDone = true;
    });
    expect(await invoker.invoke(someone, arn, '{}')).toMatchObject({ payload: '"answered"' });
    expect(isDone).toBe(false);
    const ended = await invoker.invoke(someone, arn, '{}');
    expect(ended).toMatchObject({
      functionError: 'Unhandled',
      payload: expect.stringContaining('Runtime.ExitError'),
    });
    expect(isDone).toBe(true);
    expect(await invoker.invoke(someone, arn, '{}')).toMatchObject({ payload: '"answered"' });
  });
});
