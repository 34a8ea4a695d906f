import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type App, startApp } from '@shutterbus/testing/app';

const root = path.resolve(import.meta.dirname, '../..');

describe('npm start', () => {
  let app: App;
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'second-'));
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(async () => {
    await app?.dispose();
    rmSync(elsewhere, { recursive: true });
  });

  const again = (...args: string[]): string => {
    const command = ['--disable-warning=ExperimentalWarning', 'scripts/start.ts', ...args];
    const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
    expect(status).toBe(1);
    return stderr;
  };

  it('says where the app already runs, by its state folder or by its port', () => {
    const runs = `shutterbus already runs: ${app.webUrl}   (AWS: ${app.awsUrl})`;
    const { port } = new URL(app.webUrl);
    expect(again('--state', app.stateFolder, '--port', '0', '--aws-port', '0')).toContain(runs);
    expect(again('--state', elsewhere, '--port', port, '--aws-port', '0')).toContain(runs);
  });

  it('says which phase it is in, how to reach it, and at its end that the state is kept', async () => {
    expect(app.output()).toMatch(/Starting the services .*\n/);
    expect(app.output()).toContain('AWS_DEFAULT_REGION=');
    expect(app.output()).toContain(`export SHUTTERBUS_STATE=${app.stateFolder}`);
    expect(await app.interrupt()).toBe(0);
    expect(app.output()).toContain(
      `The state is kept in ${app.stateFolder}: npm start -- --state ${app.stateFolder} goes on with it.`,
    );
  });
});
