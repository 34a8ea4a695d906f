import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { answersWith, type Probe, refusesUnknownEvent, runProbes, takesEmptyBatch } from './probes.ts';

const lambda = mockClient(LambdaClient);
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value)) as never;

beforeEach(() => lambda.reset());

const verdictOf = (probe: Probe, payload: unknown, failed = false) => probe.verdict({ payload, failed });

describe('runProbes', () => {
  it('calls one version after the other, and names each whose answer is wrong', async () => {
    let [atOnce, most] = [0, 0];
    lambda.on(InvokeCommand).callsFake(async ({ FunctionName }) => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce--;
      return { Payload: bytes({ batchItemFailures: FunctionName === 'good' ? [] : ['x'] }) };
    });
    const probes = ['good', 'bad', 'worse'].map(takesEmptyBatch);
    await expect(runProbes(probes, new LambdaClient({}))).rejects.toThrow(
      /^bad: did not take an empty batch · worse: did not take an empty batch$/,
    );
    expect(most).toBe(1);
  });

  it('passes when all answer as they should', async () => {
    lambda.on(InvokeCommand).resolves({ Payload: bytes({ batchItemFailures: [] }) });
    await expect(runProbes([takesEmptyBatch('good')], new LambdaClient({}))).resolves.toBeUndefined();
  });
});

describe('a probe', () => {
  it('of a request wants its status', () => {
    const probe = answersWith('v', { method: 'GET', path: '/' }, 404);
    expect(verdictOf(probe, { statusCode: 404 })).toBeUndefined();
    expect(verdictOf(probe, { statusCode: 200 })).toBe('answered 200 instead of 404');
    expect(verdictOf(probe, { errorType: 'Error' }, true)).toBe('answered with an error instead of 404');
  });

  it('of a consumer wants a refusal, by the consumer itself', () => {
    const probe = refusesUnknownEvent('v');
    expect(verdictOf(probe, { errorType: 'UnreadableEventError' }, true)).toBeUndefined();
    expect(verdictOf(probe, null)).toContain('took it');
    expect(verdictOf(probe, { errorType: 'Runtime.ImportModuleError' }, true)).toContain('ImportModuleError');
  });
});
