import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../../../testing/src/eventually.ts';
import { lambdaFixture, queueArn } from '../../../test/lambda-fixture.ts';
import { someone } from '../../../test/someone.ts';

let fixture: ReturnType<typeof lambdaFixture>;
beforeEach(() => {
  fixture = lambdaFixture();
});
afterEach(() => fixture.stop());

const send = (...bodies: unknown[]) =>
  Promise.all(bodies.map((body) => fixture.queues.queues.send(someone, queueArn, JSON.stringify(body))));
const left = () => fixture.queues.bodies(queueArn).map((body) => JSON.parse(body));
const finished = () => fixture.lines('Worker').filter((line) => line.startsWith('END')).length;

async function map(
  code: string,
  given: Record<string, unknown> = {},
  functionProperties: Record<string, unknown> = {},
): Promise<void> {
  await fixture.define('Worker', code, functionProperties);
  await fixture.apply('AWS::Lambda::EventSourceMapping', 'Mapping', {
    EventSourceArn: queueArn,
    FunctionName: 'app-Worker',
    ...given,
  });
}

describe('runQueueMapping', () => {
  it('hands over what waits and what comes, in batches as SQS has them, and deletes it', async () => {
    await map('exports.handler = async ({ Records }) => { console.log(JSON.stringify(Records)); };', {
      BatchSize: 2,
    });
    await send(1, 2, 3);
    fixture.lambda.start();
    await eventually(() => finished() === 2);
    await send(4);
    await eventually(() => finished() === 3 && left().length === 0);
    const held = fixture.facts.flatMap((fact) =>
      fact.fact === 'began' ? [fact.of?.map(({ id }) => id)] : [],
    );
    expect(held.sort()).toEqual([['m1', 'm2'], ['m3'], ['m4']]);
    expect(fixture.facts.filter((fact) => 'givesBack' in fact)).toEqual([]);
    const [batch = ''] = fixture.lines('Worker').filter((line) => line.includes('"m1"'));
    const records: unknown = JSON.parse(batch.slice(batch.indexOf('[')));
    expect(records).toMatchObject([
      {
        messageId: 'm1',
        body: '1',
        eventSource: 'aws:sqs',
        eventSourceARN: queueArn,
        awsRegion: 'eu-central-1',
      },
      { messageId: 'm2', body: '2' },
    ]);
  });

  it('leaves the failed messages of a partial failure in the queue', async () => {
    const code =
      'exports.handler = async ({ Records }) => ({ batchItemFailures: Records.filter((r) => r.body === "2").map((r) => ({ itemIdentifier: r.messageId })) });';
    await map(code, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
    await send(1, 2, 3);
    fixture.lambda.start();
    await eventually(() => finished() === 1 && left().length === 1);
    expect(left()).toEqual([2]);
    const told = fixture.facts.filter(({ fact }) => fact === 'began' || fact === 'ended');
    expect(told).toEqual([
      expect.objectContaining({ fact: 'began', source: queueArn }),
      expect.objectContaining({ fact: 'ended', source: queueArn, givesBack: true }),
    ]);
  });

  it('takes no notice of a partial failure that the mapping did not ask for', async () => {
    const code =
      'exports.handler = async ({ Records }) => ({ batchItemFailures: [{ itemIdentifier: Records[0].messageId }] });';
    await map(code);
    await send(1);
    fixture.lambda.start();
    await eventually(() => finished() === 1 && left().length === 0);
    expect(fixture.facts.filter((fact) => fact.fact === 'ended' || 'givesBack' in fact)).toEqual([
      expect.not.objectContaining({ givesBack: true }),
    ]);
  });

  it('leaves the whole batch when the function fails or names an unknown message', async () => {
    await map(
      'exports.handler = async ({ Records }) => { if (Records[0].body === "1") throw new Error("no"); return { batchItemFailures: [{ itemIdentifier: "x" }] }; };',
      {
        BatchSize: 1,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    );
    await send(1, 2);
    fixture.lambda.start();
    await eventually(() => finished() === 2);
    expect(left()).toEqual([1, 2]);
  });

  it('drops messages that match no filter', async () => {
    await map(
      'exports.handler = async ({ Records }) => { console.log("got", ...Records.map((r) => r.body)); };',
      {
        FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["wanted"]}}' }] },
      },
    );
    await send({ kind: 'other' }, { kind: 'wanted' });
    fixture.lambda.start();
    await eventually(() => left().length === 0);
    expect(fixture.lines('Worker').filter((line) => line.includes('got'))).toEqual([
      expect.stringMatching(/got \{"kind":"wanted"\}$/),
    ]);
  });

  it('runs no more batches at a time than MaximumConcurrency', async () => {
    await map('exports.handler = () => new Promise((go) => setTimeout(go, 250));', {
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    await send(1, 2, 3, 4, 5, 6);
    fixture.lambda.start();
    await eventually(() => finished() === 6 && left().length === 0);
    let atOnce = 0;
    let most = 0;
    for (const line of fixture.lines('Worker')) {
      if (line.startsWith('START')) most = Math.max(most, ++atOnce);
      if (line.startsWith('END')) atOnce--;
    }
    expect(most).toBe(2);
  });

  it('takes nothing while this machine has no room, and goes on when there is', async () => {
    await fixture.stop();
    fixture = lambdaFixture({ backgroundConcurrency: 1 });
    const code =
      'exports.handler = async ({ hold }) => { if (hold) await new Promise((go) => setTimeout(go, 50)); };';
    await map(code);
    const held = fixture.call('Worker', { hold: true });
    fixture.lambda.start();
    await send(1);
    expect(fixture.queues.queues.receive(someone, queueArn, 10)).toHaveLength(1);
    await send(2);
    await held;
    await eventually(() => left().length === 1);
    expect(left()).toEqual([1]);
  });

  it('takes what reserved concurrency then refuses, and nothing more before there is room', async () => {
    const go = join(fixture.folder, 'go');
    const code = `exports.handler = async ({ Records }) => {
      while (!Records && !require('node:fs').existsSync(${JSON.stringify(go)})) await new Promise((on) => setTimeout(on, 5)); };`;
    await map(code, {}, { ReservedConcurrentExecutions: 1 });
    const held = fixture.call('Worker');
    fixture.lambda.start();
    await send(1);
    expect(fixture.measured.some(({ name }) => name === 'Throttles')).toBe(true);
    // The mapping hears of it after the running code.
    await new Promise(setImmediate);
    await send(2);
    expect(fixture.queues.queues.receive(someone, queueArn, 10)).toHaveLength(1);
    await send(3);
    writeFileSync(go, '');
    await held;
    await eventually(() => left().length === 2);
    expect(left()).toEqual([1, 2]);
  });

  it('gathers for the batching window', async () => {
    await map('exports.handler = async ({ Records }) => { console.log("size", Records.length); };', {
      MaximumBatchingWindowInSeconds: 300,
    });
    fixture.lambda.start();
    await send(1);
    await send(2);
    await eventually(() => left().length === 0);
    expect(fixture.lines('Worker')).toContainEqual(expect.stringMatching(/size 2$/));
  });

  it('refuses a queue from elsewhere that shows its messages again before the function has to be done', async () => {
    await expect(map('', {}, { Timeout: 60 })).rejects.toThrow(
      'Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds',
    );
  });

  it('refuses properties that a queue does not have', async () => {
    await expect(map('', { StartingPosition: 'LATEST' })).rejects.toThrow(
      'Mapping: StartingPosition does not go with a queue.',
    );
    await expect(map('', { Surprise: 1 })).rejects.toThrow('Surprise');
  });
});
