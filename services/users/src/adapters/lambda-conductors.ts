import {
  CallbackTimeoutException,
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException,
  SendDurableExecutionCallbackSuccessCommand,
} from '@aws-sdk/client-lambda';
import { clientSettings } from '@shutterbus/lambda/aws-client';
import type { Conductors } from '../ports.ts';

const lambda = new LambdaClient(clientSettings());

/** Executions of the durable function that conducts leavings. @param alias its ARN with the alias, by which a new one gets its version */
export const lambdaStarter = (alias: string, client: LambdaClient = lambda): Pick<Conductors, 'start'> => ({
  async start(name, leaving) {
    // The same name with the same words begins nothing new.
    await client.send(
      new InvokeCommand({
        ...{ FunctionName: alias, InvocationType: 'Event', DurableExecutionName: name },
        Payload: Buffer.from(JSON.stringify(leaving)),
      }),
    );
  },
});

export const lambdaWaker = (client: LambdaClient = lambda): Pick<Conductors, 'wake'> => ({
  async wake(token) {
    try {
      await client.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId: token }));
    } catch (error) {
      // It has been woken, or its time is over: it looks for itself then.
      const isOver = error instanceof CallbackTimeoutException || error instanceof ResourceNotFoundException;
      if (!isOver) throw error;
    }
  },
});
