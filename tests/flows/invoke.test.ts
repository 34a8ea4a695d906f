import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';
import { type App, startApp } from '@shutterbus/testing/app';
import { missingIn, readEventTable } from '../../scripts/lib/event-table.ts';

const root = path.resolve(import.meta.dirname, '../..');
const rows = readEventTable();

/** `npm run invoke` with each row of the table, in its order, on fresh state, as a reader would do it. */
describe('the table in events/README.md', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.dispose());

  it('has every event file, and each function once', () => {
    expect(rows.map(({ event }) => event).sort()).toEqual(globSync('events/*/*.json', { cwd: root }).sort());
    expect(new Set(rows.map(({ functionName }) => functionName)).size).toBe(rows.length);
  });

  it.each(rows.map((row) => [row.functionName, row] as const))('is right about %s', async (name, row) => {
    const { answer, log } = await invoke(name, row.event);
    expect({ answer, log, missing: missingIn(answer, row) }).toMatchObject({ missing: [] });
  });

  function invoke(functionName: string, event: string): Promise<{ answer: string; log: string }> {
    const args = ['--disable-warning=ExperimentalWarning', 'scripts/invoke.ts', functionName, '-e', event];
    const env = { ...process.env, SHUTTERBUS_STATE: app.stateFolder };
    const child = spawn(process.execPath, args, { cwd: root, env });
    let [answer, log] = ['', ''];
    child.stdout.on('data', (chunk) => (answer += chunk));
    child.stderr.on('data', (chunk) => (log += chunk));
    return new Promise((resolve) => child.once('close', () => resolve({ answer, log })));
  }
});
