import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { type App, startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import { isWhole } from '@shutterbus/testing/sample';
import { missingIn, readEventTable } from '../../scripts/lib/event-table.ts';
import { invokeFunction } from '../../scripts/lib/invoke-function.ts';

const root = path.resolve(import.meta.dirname, '../..');
const rows = readEventTable();

/**
 * With CHECKS=whole, as in the pipeline, `npm run invoke` runs for each row, as a reader does it. Else a process of its own for one in so many
 * says how the command asks, and the others are asked for by what it asks with.
 */
const oneIn = isWhole ? 1 : 15;

/** Each row of the table, in its order, on fresh state. */
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
    const byCommand = row.durable || rows.indexOf(row) % oneIn === 0;
    const { answer, log } = await (byCommand ? command(name, row.event) : invoke(name, row.event));
    expect({ answer, log, missing: missingIn(answer, row) }).toMatchObject({ missing: [] });
  });

  const invoke = async (functionName: string, event: string) =>
    invokeFunction(
      new LambdaClient(developer(app)),
      functionName,
      await readFile(path.join(root, event), 'utf8'),
    );

  function command(functionName: string, event: string): Promise<{ answer: string; log: string }> {
    const args = ['--disable-warning=ExperimentalWarning', 'scripts/invoke.ts', functionName, '-e', event];
    const env = { ...process.env, SHUTTERBUS_STATE: app.stateFolder };
    const child = spawn(process.execPath, args, { cwd: root, env });
    let [answer, log] = ['', ''];
    child.stdout.on('data', (chunk) => (answer += chunk));
    child.stderr.on('data', (chunk) => (log += chunk));
    return new Promise((resolve) => child.once('close', () => resolve({ answer, log })));
  }
});
