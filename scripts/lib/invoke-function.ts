import { GetFunctionConfigurationCommand, InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** What somebody sees who called a function. */
export interface Invoked {
  /** Of a durable function the ARN of the execution that began, since nobody can call it and wait. */
  answer: string;
  log: string;
  failed: boolean;
}

/** Runs a function of the running sandbox once. @param event JSON */
export async function invokeFunction(
  client: LambdaClient,
  functionName: string,
  event: string,
): Promise<Invoked> {
  const { DurableConfig } = await client.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  );
  if (DurableConfig) {
    const FunctionName = `${functionName}:live`;
    const { DurableExecutionArn } = await client.send(
      new InvokeCommand({ FunctionName, Payload: event, InvocationType: 'Event' }),
    );
    return { answer: shown({ execution: DurableExecutionArn }), log: '', failed: false };
  }
  const { LogResult, Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: functionName, Payload: event, LogType: 'Tail' }),
  );
  const payload = Buffer.from(Payload ?? '').toString('utf8');
  return {
    answer: payload === '' ? '(no answer)' : shown(JSON.parse(payload)),
    log: Buffer.from(LogResult ?? '', 'base64')
      .toString('utf8')
      .trimEnd(),
    failed: FunctionError !== undefined,
  };
}

const shown = (value: unknown): string => JSON.stringify(value, null, 2);
