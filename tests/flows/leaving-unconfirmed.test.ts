import { spawn } from 'node:child_process';
import path from 'node:path';
import {
  AnswersErased,
  NoticesErased,
  PhotosErased,
  RenditionsErased,
} from '@shutterbus/contracts/events/erasure';
import { type App, startApp } from '@shutterbus/testing/app';
import { Person } from '@shutterbus/testing/person';
import { poll } from '@shutterbus/testing/poll';
import { event, handled, mailed } from '@shutterbus/testing/wanted';
import { watchSandbox } from '@shutterbus/testing/watched-sandbox';
import { conductedLeavings, untold } from './conducted-leavings.ts';
import { functionNamed } from './function-named.ts';

const root = path.resolve(import.meta.dirname, '../..');
const operator = 'ops@example.com';

describe('somebody who leaves, while a service does not confirm it', () => {
  let app: App;

  beforeAll(async () => {
    app = await startApp(undefined, ['--parameter-overrides', `AlarmEmail=${operator}`]);
  });
  afterAll(() => app?.dispose());

  it('is erased by what the page on operations says, after the execution has failed and an alarm has rung', async () => {
    const sandbox = await watchSandbox(app);
    const carla = await Person.join(app, 'Carla');
    const userId: string = (await carla.get('/v1/users/me')).body.id;
    const { result, over } = conductedLeavings(app);
    const { FunctionArn = '' } = await functionNamed(app, '-OnUserDeleted');
    await sandbox.change({ is: 'fail', target: FunctionArn, amount: 1000 });

    await carla.delete('/v1/users/me');
    for (const wait of ['return-1', 'tokens']) await over(0, wait);
    // The others are asked and confirm before six hours are over: here these pass at once.
    for (const confirmation of [PhotosErased, AnswersErased, RenditionsErased])
      await sandbox.until(handled(confirmation, 'TellConductor', ({ data }) => data.userId === userId));
    for (const ask of [1, 2, 3, 4]) await over(0, `confirmed-${ask}`);
    await poll(untold, async () =>
      expect(await result(0)).toBe('FAILED Asked 4 times, and nobody said NoticesErased'),
    );
    for (const alarm of [/Users-LeavingNotEnded/, /Users-Alarms-DeadLettersNotEmpty/])
      await sandbox.until(mailed(operator, alarm));

    await sandbox.clear();
    expect(await redrive('UsersDeadLetters', '--send')).toContain('1 of 1 sent back.');
    await sandbox.until(event(NoticesErased, ({ data }) => data.userId === userId));
    await poll(untold, async () => expect(await result(1)).toBe('SUCCEEDED "erased"'));
    await expect(carla.signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  function redrive(...args: string[]): Promise<string> {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'scripts/redrive.ts', ...args],
      { cwd: root, env: { ...process.env, SHUTTERBUS_STATE: app.stateFolder } },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    return new Promise((resolve) => child.once('close', () => resolve(output)));
  }
});
