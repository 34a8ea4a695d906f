import {
  GetDurableExecutionCommand,
  GetDurableExecutionHistoryCommand,
  LambdaClient,
  ListDurableExecutionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import type { RunningApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { poll } from '@shutterbus/testing/poll';
import { functionNamed } from './function-named.ts';

/** Why they are asked again and again. */
export const untold = 'how far an execution is stands in its history, and no fact tells of it';

/**
 * What conducts leavings, by its index, the first first.
 * @param userId of whom; everybody's unless told. One that a redrive begins is not named after anybody
 */
export function conductedLeavings(app: RunningApp, userId = '') {
  const lambda = () => new LambdaClient(developer(app));

  async function executions() {
    const { FunctionName } = await functionNamed(app, '-ConductLeaving');
    const { DurableExecutions = [] } = await lambda().send(
      new ListDurableExecutionsByFunctionCommand({ FunctionName }),
    );
    return DurableExecutions.filter(({ DurableExecutionName = '' }) => DurableExecutionName.includes(userId));
  }

  /** Its status, with its result or the message of its error. */
  async function result(index: number): Promise<string> {
    const { DurableExecutionArn } = (await executions())[index] ?? {};
    const {
      Status,
      Result,
      Error: failure,
    } = await lambda().send(
      new GetDurableExecutionCommand({ DurableExecutionArn, IncludeExecutionData: true }),
    );
    return `${Status} ${Result ?? failure?.ErrorMessage}`;
  }

  async function isOver(index: number, name: string): Promise<boolean> {
    const { DurableExecutionArn } = (await executions())[index] ?? {};
    if (DurableExecutionArn === undefined) throw new Error(`execution ${index} has not begun`);
    const { Events = [] } = await lambda().send(
      new GetDurableExecutionHistoryCommand({ DurableExecutionArn }),
    );
    const known = Events.filter(({ Name }) => Name === name).map(({ EventType }) => EventType);
    if (known.length === 0) throw new Error(`${name} has not begun`);
    return known.some((type) => !type?.endsWith('Started'));
  }

  return {
    result,
    /** Lets the fast clock leap until what this one of them waits for by this name is over: days, without a step between them. */
    over: (index: number, name: string) =>
      poll(untold, async () => {
        if (await isOver(index, name)) return;
        await fetch(`${app.webUrl}/_sandbox/v1/clock`, {
          method: 'POST',
          body: new URLSearchParams({ do: 'leap' }),
        });
        if (!(await isOver(index, name))) throw new Error(`${name} is not over yet`);
      }),
    /** Its step of this name is done. */
    passed: (index: number, name: string) => poll(untold, () => isOver(index, name)),
  };
}
