import { eventually } from '../../../../testing/src/eventually.ts';
import { failuresArn, lambdaFixture, streamArn } from '../../../test/lambda-fixture.ts';

let fixture: ReturnType<typeof lambdaFixture>;
beforeEach(() => {
  fixture = lambdaFixture();
});
afterEach(() => fixture.stop());

/** Logs the names of each batch; a record named `poison` makes it throw, or is reported. */
const throwing = `exports.handler = async ({ Records }) => {
  const names = Records.map((r) => r.dynamodb.Keys.id.S); console.log('batch', names.join());
  if (names.includes('poison')) throw new Error('poison');
};`;
const reporting = `exports.handler = async ({ Records }) => {
  console.log('batch', Records.map((r) => r.dynamodb.Keys.id.S).join());
  const failed = Records.filter((r) => r.dynamodb.Keys.id.S === 'poison');
  return { batchItemFailures: failed.map((r) => ({ itemIdentifier: r.dynamodb.SequenceNumber })) };
};`;

async function map(code: string, given: Record<string, unknown> = {}): Promise<void> {
  await fixture.define('Reader', code);
  await fixture.apply('AWS::Lambda::EventSourceMapping', 'Mapping', {
    EventSourceArn: streamArn,
    FunctionName: 'app-Reader',
    StartingPosition: 'TRIM_HORIZON',
    DestinationConfig: { OnFailure: { Destination: failuresArn } },
    ...given,
  });
}
const batches = () => fixture.lines('Reader').flatMap((line) => /\tbatch (.+)$/.exec(line)?.[1] ?? []);
const failure = async (): Promise<unknown> =>
  JSON.parse(await eventually(() => fixture.queues.bodies(failuresArn)[0] ?? false));

describe('runStreamMapping', () => {
  it('hands over what was written before and after the start, in order', async () => {
    await map(reporting, { BatchSize: 2 });
    fixture.stream.write('a', 'b', 'c');
    fixture.lambda.start();
    await eventually(() => batches().length === 2);
    fixture.stream.write('d');
    await eventually(() => batches().length === 3);
    expect(batches()).toEqual(['a,b', 'c', 'd']);
  });

  it('goes on after its checkpoint when it is started again, also from LATEST', async () => {
    fixture.stream.write('old');
    await map(reporting, { StartingPosition: 'LATEST' });
    fixture.lambda.start();
    await eventually(() => fixture.stream.write('a') === undefined && batches().length > 0);
    await fixture.stop(true);
    const { folder, stream, queues } = fixture;
    const seen = batches().join();
    expect(seen).not.toContain('old');

    stream.write('while-off');
    fixture = lambdaFixture({}, folder, queues, stream);
    await map(reporting, { StartingPosition: 'LATEST' });
    fixture.lambda.start();
    await eventually(() => batches().join().includes('while-off'));
    expect(batches().join()).not.toContain('old');
  });

  it('splits a batch that fails until the poison record is alone, and gives it up after its attempts', async () => {
    await map(throwing, { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 });
    fixture.stream.write('a', 'b', 'poison', 'c');
    fixture.lambda.start();
    expect(await failure()).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      responseContext: { functionError: 'Unhandled' },
      DDBStreamBatchInfo: {
        shardId: 'shard-1',
        startSequenceNumber: '00003',
        endSequenceNumber: '00003',
        batchSize: 1,
        streamArn,
      },
    });
    await eventually(() => batches().at(-1) === 'c');
    expect(batches()).toEqual(['a,b,poison,c', 'a,b', 'poison,c', 'poison', 'poison', 'c']);
    const ages = fixture.measured.filter(
      ({ name, dimensions }) => name === 'IteratorAge' && Object.keys(dimensions).join() === 'FunctionName',
    );
    // One for each batch that was handed over.
    expect(ages).toHaveLength(6);
    fixture.stream.write('d');
    await eventually(() => batches().at(-1) === 'd');
  });

  it('checkpoints before the lowest reported failure and tries the rest again', async () => {
    await map(reporting, {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 0,
    });
    fixture.stream.write('a', 'poison', 'b');
    fixture.lambda.start();
    await eventually(() => batches().at(-1) === 'b');
    expect(batches()).toEqual(['a,poison,b', 'poison,b', 'poison', 'b']);
    expect(await failure()).toMatchObject({
      DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: '00002' },
    });
  });

  it('does not hand over again, after a restart, what lies before a reported failure', async () => {
    await map(reporting, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
    fixture.stream.write('a', 'poison', 'b');
    fixture.lambda.start();
    await eventually(() => batches().includes('poison,b'));
    await fixture.stop(true);
    fixture = lambdaFixture({}, fixture.folder, fixture.queues, fixture.stream);
    await map(reporting);
    fixture.lambda.start();
    await eventually(() => batches().length > 0);
    expect(batches()).toEqual(['poison,b']);
  });

  it('gives up the whole batch without bisecting', async () => {
    await map(throwing, { MaximumRetryAttempts: 2 });
    fixture.stream.write('a', 'poison');
    fixture.lambda.start();
    expect(await failure()).toMatchObject({
      requestContext: { approximateInvokeCount: 3 },
      DDBStreamBatchInfo: { batchSize: 2 },
    });
    expect(batches()).toEqual(['a,poison', 'a,poison', 'a,poison']);
    const told = fixture.facts.filter(({ work }) => work.kind === 'batch').map(({ fact }) => fact);
    expect(told.join()).toBe('began,failed,waits,began,failed,waits,began,failed,gave-up,dead-lettered');
  });

  it('gives up records that have become too old by waiting between attempts', async () => {
    await map(throwing, { MaximumRecordAgeInSeconds: 60 });
    fixture.stream.write('poison');
    fixture.lambda.start();
    expect(await failure()).toMatchObject({
      // After waits of 1, 2, 4, 8, 16 and 32 seconds of AWS.
      requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 6 },
    });
  });

  it('drops no healthy record behind a slow function, however fast the waits run', async () => {
    // At the speed of this clock a single one of these takes five minutes.
    await map(
      `exports.handler = async ({ Records }) => {
        await new Promise((go) => setTimeout(go, 30)); console.log('batch', Records[0].dynamodb.Keys.id.S); };`,
      { BatchSize: 1, MaximumRecordAgeInSeconds: 60 },
    );
    const names = Array.from({ length: 20 }, (_, index) => `r${index}`);
    fixture.stream.write(...names);
    fixture.lambda.start();
    await eventually(() => batches().length === 20);
    expect(batches()).toEqual(names);
    expect(fixture.queues.bodies(failuresArn)).toEqual([]);
  });

  it('tells of each record once when it is read, with what it holds, and which batches it is in', async () => {
    await map(throwing, { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 });
    fixture.stream.write('a', 'poison');
    fixture.lambda.start();
    await failure();
    const told = fixture.facts.flatMap((fact) =>
      fact.fact === 'accepted' && fact.work.kind === 'record' ? [fact] : [],
    );
    expect(told.map(({ target, content }) => [target, content?.includes('poison')])).toEqual([
      [streamArn, false],
      [streamArn, true],
    ]);
    const [a, poison] = told.map(({ work }) => work);
    const batchesTold = fixture.facts.flatMap((fact) => (fact.fact === 'began' ? [fact.of] : []));
    expect(batchesTold).toEqual([[a, poison], [a], [poison]]);
  });

  it('passes over records that match no filter', async () => {
    await map(reporting, {
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"id":{"S":[{"prefix":"outbox#"}]}}}}' }] },
    });
    fixture.stream.write('a', 'outbox#1', 'b');
    fixture.lambda.start();
    await eventually(() => batches().length > 0);
    expect(batches()).toEqual(['outbox#1']);
  });
});
