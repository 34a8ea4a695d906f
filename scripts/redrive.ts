import { parseArgs } from 'node:util';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { command, misuse } from './lib/command.ts';
import { describeLetter, findQueue, putBack, readLetters, sendBack } from './lib/dead-letters.ts';
import { sandboxSettings } from './lib/running-sandbox.ts';

/**
 * npm run redrive -- <queue> [--send] [--aws --stack shutterbus-dev]
 *
 * Shows each message of a dead-letter queue with its reason; that changes nothing. With --send it goes back to where
 * it failed: to the function behind a rule or an asynchronous call, to the queue that it came from, or, for records of a
 * stream, to the relay, as long as the stream has them. A message is
 * deleted from the dead-letter queue once its way back is taken. <queue> is its logical id in the template
 * (MediaDeadLetters) or a part of its name. Without --aws the running sandbox is meant.
 */
command('npm run redrive -- <queue> [--send] [--aws --stack <name of the root stack>]');
const { values, positionals } = parseArgs({
  options: {
    send: { type: 'boolean', default: false },
    aws: { type: 'boolean', default: false },
    stack: { type: 'string', default: 'shutterbus' },
  },
  allowPositionals: true,
});
const [name] = positionals;
if (name === undefined)
  misuse('Which queue? Its logical id, such as MediaDeadLetters, or a part of its name.');

const settings = values.aws ? {} : await sandboxSettings();
const sqs = new SQSClient(settings);
const queue = await findQueue(sqs, name, values.aws ? values.stack : '');
const letters = await readLetters(sqs, queue);
if (letters.length === 0) console.log(`${queue.name} is empty.`);
for (const letter of letters) console.log(describeLetter(letter));

if (values.send) {
  const ways = {
    sqs,
    lambda: new LambdaClient(settings),
    events: new EventBridgeClient(settings),
    streams: new DynamoDBStreamsClient(settings),
  };
  let sent = 0;
  for (const letter of letters) {
    const outcome = await sendBack(ways, queue, letter);
    if (outcome === 'sent') sent += 1;
    else {
      await putBack(sqs, queue, letter);
      console.log(`  ${letter.messageId} stays: ${outcome}`);
    }
  }
  console.log(`\n${sent} of ${letters.length} sent back.`);
} else if (letters.length > 0) {
  for (const letter of letters) await putBack(sqs, queue, letter);
  console.log(`\n${letters.length} messages. Nothing was changed; --send sends them back.`);
}
