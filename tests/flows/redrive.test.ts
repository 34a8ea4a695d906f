import { spawn } from 'node:child_process';
import path from 'node:path';
import { EventBridgeClient, ListEventBusesCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type App, startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';

jest.setTimeout(60_000);

const root = path.resolve(import.meta.dirname, '../..');

describe('npm run redrive', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.dispose());

  it('shows why a message lies there and changes nothing, then sends it back', async () => {
    await leaveLetter();
    const shown = await run('MediaDeadLetters');
    expect(shown).toContain('UserProfileUpdated 1 → target of');
    expect(shown).toContain('SDK_CLIENT_ERROR: the function was not there');
    expect(shown).toContain('1 messages. Nothing was changed');

    expect(await run('MediaDeadLetters', '--send')).toContain('1 of 1 sent back.');
    expect(await run('MediaDeadLetters')).toContain('is empty');
  });

  it('says which queue it does not know', async () => {
    expect(await run('NoSuchLetters')).toContain('There is no queue whose name holds NoSuchLetters');
  });

  /** Leaves an event as EventBridge does when it cannot reach a rule's target. */
  async function leaveLetter(): Promise<void> {
    const settings = developer(app);
    const events = new EventBridgeClient(settings);
    const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}));
    const bus = EventBuses.find(({ Name }) => Name !== 'default')?.Name;
    const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName: bus }));
    const rule = Rules.find(({ Name }) => Name?.includes('Media-OnUserChanged'))?.Arn;
    const sqs = new SQSClient(settings);
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    const text = (StringValue: string | undefined) => ({ DataType: 'String', StringValue });
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: QueueUrls.find((url) => url.includes('MediaDeadLetters')),
        MessageBody: JSON.stringify({
          id: '1',
          'detail-type': 'UserProfileUpdated',
          source: 'test',
          detail: {},
        }),
        MessageAttributes: {
          RULE_ARN: text(rule),
          ERROR_CODE: text('SDK_CLIENT_ERROR'),
          ERROR_MESSAGE: text('the function was not there'),
        },
      }),
    );
  }

  function run(...args: string[]): Promise<string> {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'scripts/redrive.ts', ...args],
      {
        cwd: root,
        env: { ...process.env, SHUTTERBUS_STATE: app.stateFolder },
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    return new Promise((resolve) => child.once('exit', () => resolve(output)));
  }
});
