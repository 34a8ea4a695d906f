import { eventually } from '../../../../testing/src/eventually.ts';
import { failuresArn, lambdaFixture } from '../../../test/lambda-fixture.ts';
import { someone } from '../../../test/someone.ts';

let fixture: ReturnType<typeof lambdaFixture>;
beforeEach(() => {
  fixture = lambdaFixture();
});
afterEach(() => fixture.stop());

const failing = 'exports.handler = async () => { throw new Error("always"); };';

describe('makeAsyncInvocations', () => {
  it('tries three times, then sends the event and the error to the OnFailure queue', async () => {
    const arn = await fixture.define('Failing', failing);
    await fixture.apply('AWS::Lambda::EventInvokeConfig', 'Config', {
      FunctionName: 'app-Failing',
      Qualifier: '$LATEST',
      DestinationConfig: { OnFailure: { Destination: failuresArn } },
    });
    fixture.lambda.start();
    fixture.lambda.invoker.invokeAsync(someone, arn, '{"photo":1}');
    const [body = ''] = await eventually(
      () => fixture.queues.bodies(failuresArn).length > 0 && fixture.queues.bodies(failuresArn),
    );
    expect(JSON.parse(body)).toMatchObject({
      version: '1.0',
      requestContext: {
        functionArn: `${arn}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { photo: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'always' },
    });
    const starts = fixture.lines('Failing').filter((line) => line.startsWith('START'));
    expect(starts).toHaveLength(3);
    expect(new Set(starts).size).toBe(1);
  });

  it('honours MaximumRetryAttempts 0, the dead-letter queue and OnSuccess', async () => {
    const failingArn = await fixture.define('Failing', failing, {
      DeadLetterConfig: { TargetArn: failuresArn },
    });
    const fineArn = await fixture.define('Fine', 'exports.handler = async () => "done";');
    const busArn = 'arn:aws:events:eu-central-1:123456789012:event-bus/app';
    await fixture.apply('AWS::Lambda::EventInvokeConfig', 'A', {
      FunctionName: failingArn,
      Qualifier: '$LATEST',
      MaximumRetryAttempts: '0',
    });
    await fixture.apply('AWS::Lambda::EventInvokeConfig', 'B', {
      FunctionName: fineArn,
      Qualifier: '$LATEST',
      DestinationConfig: { OnSuccess: { Destination: busArn } },
    });
    fixture.lambda.start();
    fixture.lambda.invoker.invokeAsync(someone, failingArn, '{"n":1}');
    fixture.lambda.invoker.invokeAsync(someone, fineArn, '{"n":2}');
    const [dead] = await eventually(
      () => fixture.queues.messages(failuresArn).length > 0 && fixture.queues.messages(failuresArn),
    );
    expect(dead?.body).toBe('{"n":1}');
    expect(dead?.messageAttributes.ErrorMessage?.stringValue).toContain('always');
    expect(fixture.lines('Failing').filter((line) => line.startsWith('START'))).toHaveLength(1);
    const event = await eventually(() => fixture.published[0] ?? false);
    expect(event).toMatchObject({
      source: 'lambda',
      'detail-type': 'Lambda Function Invocation Result - Success',
      detail: {
        requestContext: { condition: 'Success', approximateInvokeCount: 1 },
        responsePayload: 'done',
      },
    });
  });

  it('keeps events that find no room until there is some', async () => {
    const arn = await fixture.define(
      'Narrow',
      'exports.handler = async () => { await new Promise((go) => setTimeout(go, 5)); };',
      { ReservedConcurrentExecutions: 1 },
    );
    fixture.lambda.start();
    for (let n = 0; n < 5; n++) fixture.lambda.invoker.invokeAsync(someone, arn, '{}');
    await eventually(() => fixture.lines('Narrow').filter((line) => line.startsWith('END')).length === 5);
  });

  it('ages events by the time that they really wait for room, not by the fast clock', async () => {
    const arn = await fixture.define(
      'Slow',
      'exports.handler = async () => { await new Promise((go) => setTimeout(go, 40)); };',
      { ReservedConcurrentExecutions: 1 },
    );
    await fixture.apply('AWS::Lambda::EventInvokeConfig', 'Config', {
      FunctionName: arn,
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 60,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: failuresArn } },
    });
    fixture.lambda.start();
    for (let n = 0; n < 8; n++) fixture.lambda.invoker.invokeAsync(someone, arn, '{}');
    await eventually(() => fixture.lines('Slow').filter((line) => line.startsWith('END')).length === 8);
    expect(fixture.queues.bodies(failuresArn)).toEqual([]);
  });

  it('gives up an event whose age ends in a wait between attempts', async () => {
    const arn = await fixture.define('Failing', failing);
    await fixture.apply('AWS::Lambda::EventInvokeConfig', 'Config', {
      FunctionName: arn,
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnFailure: { Destination: failuresArn } },
    });
    fixture.lambda.start();
    fixture.lambda.invoker.invokeAsync(someone, arn, '{}');
    const [body = ''] = await eventually(
      () => fixture.queues.bodies(failuresArn).length > 0 && fixture.queues.bodies(failuresArn),
    );
    expect(JSON.parse(body)).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
    });
    expect(JSON.parse(body)).not.toHaveProperty('responsePayload');
  });

  it('runs what an earlier run has accepted, also what it had begun', async () => {
    const first = fixture;
    const arn = await first.define('Work', 'exports.handler = async () => new Promise(() => {});', {
      Timeout: 60,
    });
    first.lambda.start();
    first.lambda.invoker.invokeAsync(someone, arn, '{"n":1}');
    await eventually(() => first.lines('Work').some((line) => line.startsWith('START')));
    await first.stop(true);

    fixture = lambdaFixture({}, first.folder);
    await fixture.define('Work', 'exports.handler = async (event) => { console.log("again", event.n); };');
    fixture.lambda.invoker.invokeAsync(someone, arn, '{"n":2}');
    fixture.lambda.start();
    for (const n of [1, 2])
      await eventually(() => fixture.lines('Work').some((line) => line.endsWith(`again ${n}`)));
  });

  it('refuses a payload that is no JSON or larger than 1 MiB', async () => {
    const arn = await fixture.define('Fine', 'exports.handler = async () => 1;');
    expect(() => fixture.lambda.invoker.invokeAsync(someone, arn, '{')).toThrow(
      expect.objectContaining({ code: 'InvalidRequestContentException' }),
    );
    const large = JSON.stringify('x'.repeat(1024 * 1024));
    expect(() => fixture.lambda.invoker.invokeAsync(someone, arn, large)).toThrow(
      expect.objectContaining({ code: 'RequestTooLargeException' }),
    );
  });
});
