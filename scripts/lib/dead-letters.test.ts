import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describeLetter, letterOf, sendBack } from './dead-letters.ts';

const [lambda, sqs] = [mockClient(LambdaClient), mockClient(SQSClient)];
beforeEach(() => {
  for (const client of [lambda, sqs]) client.reset();
});

const queue = { name: 'app-UsersDeadLetters', url: 'http://localhost/1/app-UsersDeadLetters' };
const ways = {
  ...{ sqs: new SQSClient({}), lambda: new LambdaClient({}) },
  ...{ events: new EventBridgeClient({}), streams: new DynamoDBStreamsClient({}) },
};
const arn = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
const fn = (name: string, letters: string) => ({
  ...{ FunctionName: name, FunctionArn: arn(name) },
  DeadLetterConfig: { TargetArn: `arn:aws:sqs:eu-west-1:111122223333:${letters}` },
});

describe('a letter of an execution', () => {
  const letter = letterOf({
    ...{ MessageId: '1', ReceiptHandle: 'r', Body: '{"userId":"anna"}' },
    MessageAttributes: {
      RequestID: { DataType: 'String', StringValue: 'request' },
      ErrorMessage: { DataType: 'String', StringValue: 'nobody said PhotosErased' },
    },
  });

  it('names its reason and nobody', () => {
    expect(describeLetter(letter)).toBe('1  what an execution was started with\n  nobody said PhotosErased');
  });

  it('starts another execution of the one function that has this queue, under no name', async () => {
    const Functions = [{ FunctionArn: arn('plain') }, fn('other', 'app-OtherDeadLetters')];
    lambda.on(ListFunctionsCommand).resolves({ Functions: [...Functions, fn('conduct', queue.name)] });
    expect(await sendBack(ways, queue, letter)).toBe('sent');
    expect(lambda.commandCalls(InvokeCommand).map(({ args: [{ input }] }) => input)).toEqual([
      {
        ...{ FunctionName: `${arn('conduct')}:live`, InvocationType: 'Event' },
        Payload: Buffer.from(letter.body),
      },
    ]);
    expect(sqs.commandCalls(DeleteMessageCommand)).toHaveLength(1);
  });

  it.each([[[]], [[fn('one', queue.name), fn('two', queue.name)]]])(
    'stays where nobody can know whose it is',
    async (Functions) => {
      lambda.on(ListFunctionsCommand).resolves({ Functions });
      expect(await sendBack(ways, queue, letter)).toBe('it is not known whose execution failed');
      expect(sqs.commandCalls(DeleteMessageCommand)).toHaveLength(0);
    },
  );
});
