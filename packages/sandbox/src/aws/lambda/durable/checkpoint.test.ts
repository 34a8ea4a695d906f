import type { DurableExecutionInvocationInput } from '@aws/durable-execution-sdk-js';
import {
  CheckpointDurableExecutionCommand,
  GetDurableExecutionCommand,
  GetDurableExecutionStateCommand,
  InvokeCommand,
  type OperationUpdate,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda';
import { eventually } from '../../../../../testing/src/eventually.ts';
import { type DurableFixture, durableFixture } from '../../../../test/durable-fixture.ts';

let fixture: DurableFixture;
let DurableExecutionArn: string;
let firstToken: string;
beforeEach(async () => {
  fixture = await durableFixture();
  fixture.lambda.start();
  await fixture.durable(
    'Raw',
    `exports.handler = async (event) => {
      console.log('CALLED WITH ' + JSON.stringify(event));
      await new Promise((go) => setTimeout(go, event.UpdatedOperationIds.length > 0 ? 0 : 1_500));
      if (event.UpdatedOperationIds.length > 0) return { Status: 'SUCCEEDED', Result: '"told"' };
      return { Status: 'PENDING' };
    };`,
  );
  const started = await fixture.client.send(
    new InvokeCommand({ FunctionName: 'app-Raw:live', InvocationType: 'Event', Payload: '{"a":1}' }),
  );
  DurableExecutionArn = started.DurableExecutionArn ?? '';
  firstToken = (await calledWith()).CheckpointToken;
});
afterEach(() => fixture.stop());

const calledWith = (): Promise<DurableExecutionInvocationInput> =>
  eventually(() => {
    const [, text] = /CALLED WITH (.*)/.exec(fixture.lines('Raw').join('\n')) ?? [];
    return text ? JSON.parse(text) : false;
  });
const checkpoint = (CheckpointToken: string | undefined, Updates: OperationUpdate[], ClientToken?: string) =>
  fixture.client.send(
    new CheckpointDurableExecutionCommand({ DurableExecutionArn, CheckpointToken, Updates, ClientToken }),
  );
const state = (CheckpointToken: string | undefined, rest: { Marker?: string; MaxItems?: number } = {}) =>
  fixture.client.send(new GetDurableExecutionStateCommand({ DurableExecutionArn, CheckpointToken, ...rest }));
const start = (Id: string): OperationUpdate => ({ Id, Type: 'STEP', Action: 'START', Name: Id });

describe('makeCheckpoint', () => {
  it('calls a function with its input as an operation, times in ISO 8601', async () => {
    expect(await calledWith()).toEqual({
      DurableExecutionArn,
      CheckpointToken: expect.stringMatching(/^[A-Za-z0-9+/]+={0,2}$/),
      InitialExecutionState: {
        Operations: [
          {
            ...{ Id: expect.any(String), Type: 'EXECUTION', Status: 'STARTED' },
            StartTimestamp: expect.stringMatching(/^\d{4}-.*Z$/),
            ExecutionDetails: { InputPayload: '{"a":1}' },
          },
        ],
        NextMarker: '',
      },
      UpdatedOperationIds: [],
    });
  });

  it('takes each token once, but the same call again', async () => {
    const first = await checkpoint(firstToken, [start('one')], 'client-1');
    const again = await checkpoint(firstToken, [start('one')], 'client-1');
    expect(again.CheckpointToken).toBe(first.CheckpointToken);
    const stale = checkpoint(firstToken, [start('two')], 'client-2');
    // By these words the SDK knows that this invocation is over, and that the execution is not.
    await expect(stale).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(/^Invalid Checkpoint Token/),
    });
    await checkpoint(first.CheckpointToken, [start('two')]);
  });

  it('answers with what has changed, in the types of the client', async () => {
    const { CheckpointToken, NewExecutionState } = await checkpoint(firstToken, [
      { Id: 'pause', Type: 'WAIT', Action: 'START', WaitOptions: { WaitSeconds: 3600 } },
      { Id: 'told', Type: 'CALLBACK', Action: 'START', CallbackOptions: { TimeoutSeconds: 0 } },
      start('one'),
      { Id: 'one', Type: 'STEP', Action: 'RETRY', StepOptions: { NextAttemptDelaySeconds: 86_400 } },
    ]);
    expect(NewExecutionState?.Operations).toEqual([
      expect.objectContaining({
        ...{ Id: 'pause', Status: 'STARTED', StartTimestamp: expect.any(Date) },
        WaitDetails: { ScheduledEndTimestamp: expect.any(Date) },
      }),
      expect.objectContaining({ Id: 'told', CallbackDetails: { CallbackId: expect.any(String) } }),
      expect.objectContaining({
        ...{ Id: 'one', Status: 'PENDING' },
        StepDetails: { Attempt: 1, NextAttemptTimestamp: expect.any(Date) },
      }),
    ]);
    const ended = await eventually(async () => {
      const { Operations = [] } = await state(CheckpointToken);
      return Operations.find(({ Id, Status }) => Id === 'pause' && Status === 'SUCCEEDED') ?? false;
    });
    expect(ended.EndTimestamp).toBeInstanceOf(Date);
  });

  it('keeps all updates of a checkpoint or none', async () => {
    const wrong: OperationUpdate[] = [start('one'), { Id: 'none', Type: 'WAIT', Action: 'CANCEL' }];
    await expect(checkpoint(firstToken, wrong)).rejects.toThrow(/Invalid current WAIT state/);
    const chained: OperationUpdate = { Id: 'call', Type: 'CHAINED_INVOKE', Action: 'START' };
    await expect(checkpoint(firstToken, [chained])).rejects.toThrow(/no chained invokes/);
    const child: OperationUpdate = { ...start('child'), ParentId: 'nobody' };
    await expect(checkpoint(firstToken, [child])).rejects.toThrow(/parent/);
    const { Operations } = await state(firstToken);
    expect(Operations).toHaveLength(1);
  });

  it('gives the state in pages, without what lies in contexts that have ended', async () => {
    const { CheckpointToken } = await checkpoint(firstToken, [
      { Id: 'inside', Type: 'CONTEXT', Action: 'START' },
      { ...start('hidden'), ParentId: 'inside' },
      { Id: 'inside', Type: 'CONTEXT', Action: 'SUCCEED', Payload: '1' },
      { Id: 'open', Type: 'CONTEXT', Action: 'START' },
      { ...start('shown'), ParentId: 'open' },
    ]);
    const { Operations, NextMarker } = await state(CheckpointToken, { MaxItems: 3 });
    expect(Operations?.map(({ Id }) => Id).slice(1)).toEqual(['inside', 'open']);
    const rest = await state(CheckpointToken, { MaxItems: 3, Marker: NextMarker ?? '' });
    expect([rest.Operations?.map(({ Id }) => Id), rest.NextMarker]).toEqual([['shown'], undefined]);
  });

  it('invokes once more what suspends without having heard of a callback', async () => {
    const { NewExecutionState } = await checkpoint(firstToken, [
      { Id: 'told', Type: 'CALLBACK', Action: 'START' },
    ]);
    const CallbackId = NewExecutionState?.Operations?.[0]?.CallbackDetails?.CallbackId;
    await fixture.client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId }));
    const ended = await eventually(async () => {
      const one = await fixture.client.send(new GetDurableExecutionCommand({ DurableExecutionArn }));
      return one.Status !== 'RUNNING' && one;
    });
    expect(ended).toMatchObject({ Status: 'SUCCEEDED', Result: '"told"' });
  });
});
