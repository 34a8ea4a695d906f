import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type App, startApp } from '@shutterbus/testing/app';
import { eventually } from '@shutterbus/testing/eventually';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'docs/tutorial');
const chapters = readdirSync(folder).filter((file) => /^\d/.test(file));

interface Block {
  commands: string;
  /** What the reader is promised: `fails`, `shows <pattern>`, or that it shows it soon. */
  promise: string;
}

/** The shell blocks of a chapter, in order. */
function blocksOf(chapter: string): Block[] {
  const text = readFileSync(path.join(folder, chapter), 'utf8');
  return [...text.matchAll(/^```sh ?(.*)\n([\s\S]*?)^```$/gm)].map(([, promise = '', commands = '']) => ({
    commands,
    promise,
  }));
}

/** Each command of each chapter is run as it stands there, against an app on the addresses that the text names. */
describe('the tutorial', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.dispose());

  describe.each(chapters)('%s', (chapter) => {
    it.each(blocksOf(chapter).map(({ commands, promise }) => [commands.trim(), promise]))(
      '%s',
      async (commands, promise) => {
        const pattern = /shows (.+)$/.exec(promise)?.[1];
        const check = async (): Promise<void> => {
          const { code, output } = await run(commands);
          if (promise === 'fails') expect({ code, output }).not.toMatchObject({ code: 0 });
          else expect({ code, output }).toMatchObject({ code: 0 });
          if (pattern) expect(output).toMatch(new RegExp(pattern));
        };
        await (promise.startsWith('eventually') ? eventually(check) : check());
      },
    );
  });

  it('has commands in every chapter', () => {
    for (const chapter of chapters) expect(blocksOf(chapter).length).toBeGreaterThan(0);
  });

  /** In the text the app is at its default addresses; here it is at others, and so is its state. */
  function run(commands: string): Promise<{ code: number | null; output: string }> {
    const script = commands
      .replaceAll('http://localhost:3000', app.webUrl)
      .replaceAll('http://127.0.0.1:4566', app.awsUrl)
      .replaceAll('.sandbox/', `${app.stateFolder}/`);
    const env = { ...process.env, SHUTTERBUS_STATE: app.stateFolder };
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd: root, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    return new Promise((resolve) => child.once('exit', (code) => resolve({ code, output })));
  }
});
