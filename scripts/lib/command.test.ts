import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@shutterbus/testing/app';
import { sample } from '@shutterbus/testing/sample';
import { root } from './repository.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'commands-'));
/** What a sandbox that has ended since left of itself: at its port nobody listens. */
const endedAt = (port: number) => ({
  webUrl: `http://localhost:${port}`,
  awsUrl: `http://127.0.0.1:${port}`,
  region: 'eu-central-2',
  credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
});
writeFileSync(path.join(folder, 'event.json'), '{}');
writeFileSync(path.join(folder, 'broken.json'), '{ "name": ');
afterAll(() => rmSync(folder, { recursive: true }));

function run(line: string, state: 'never started' | 'ended' = 'never started') {
  const stateFolder = path.join(folder, state.replace(' ', '-'));
  const [script = '', ...args] = line.split(' ');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join('scripts', `${script}.ts`), ...args],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_EC2_METADATA_DISABLED: 'true',
        // As scripts/toolchain.mjs has it: all of these load much the same.
        NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'node'),
        SHUTTERBUS_STATE: stateFolder,
      },
    },
  );
  return { status, said: `${stdout}${stderr}` };
}

const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
/** The name that people type, and the file. */
const commands = Object.entries(scripts).map(([name, line]) => [
  name,
  line.replace(/^.* scripts\/(.*)\.ts$/, '$1'),
]);
const event = path.join(folder, 'event.json');

/** Each is a process of its own. */
const wrong: [string, number, RegExp][] = [
  ['invoke', 2, /^Which function\?.*\n\nUsage: npm run invoke -- <LogicalId>/],
  ['invoke GetMe', 2, /^With which event\?/],
  [`invoke GetMe -e ${folder}/none.json`, 1, /^There is no file .*none\.json\.$/m],
  [`invoke GetMe -e ${folder}/broken.json`, 2, /^.*broken\.json is no JSON/],
  [`invoke GetMe -e ${event} --loud`, 2, /^Unknown option '--loud'/],
  [
    `invoke GetMe -e ${event}`,
    1,
    /^No sandbox was started with the state folder .* npm start .* SHUTTERBUS_STATE/,
  ],
  ['event', 2, /^Which event\?/],
  ['event PhotoEaten', 2, /^There is no event PhotoEaten\.\n\nUsage: .*\nNames: .*MediaPublished/],
  ['event MediaPublished --data {', 2, /^--data is no JSON/],
  ['event MediaPublished --data []', 2, /^--data takes an object/],
  ['event MediaPublished --data {"title":7}', 2, /^The data does not fit MediaPublished.*title/s],
  ['trace', 2, /^Which way\?/],
  ['trace x --hours soon', 2, /^--hours takes a number above 0, not "soon"/],
  ['trace x', 1, /^No sandbox was started/],
  ['trace x --aws', 1, /^This needs an AWS account.* AWS_PROFILE and AWS_REGION/s],
  ['demo --people 2', 2, /^--people is a number from 3/],
  ['demo', 1, /^No sandbox was started/],
  ['canary', 2, /^Which service/],
  ['canary media --bad=rotten', 2, /^Which version\?/],
  ['redrive', 2, /^Which queue\?/],
  ['redrive MediaDeadLetters', 1, /^No sandbox was started/],
  ['replay', 2, /^--from is missing; write it as/],
  ['replay --from yesterday', 2, /^--from "yesterday" is no time/],
  ['replay --from 2026-11-20T10:00:00Z', 1, /^No sandbox was started/],
  ['backfill --page-size 0', 2, /^--page-size takes 1 to 100/],
  ['backfill', 1, /^No sandbox was started/],
  ['teardown', 2, /^Which stage\?/],
  ['teardown --stage dev', 1, /^This needs an AWS account/],
  ['start --port web', 2, /^--port takes a port between 0 and 65535, not "web"/],
];

describe('a command that cannot be done', () => {
  beforeAll(async () => {
    const { announceSandbox } = await import('./running-sandbox.ts');
    await announceSandbox(path.join(folder, 'ended'), endedAt(await freePort()));
  });

  it.each(sample(wrong, 10))('says what is wrong and what to do: %s', (line, status, sentence) => {
    const { said, ...ending } = run(line);
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/^ {4}at /m);
    expect(ending.status).toBe(status);
  });

  it.each(
    sample(
      [
        ...['demo', 'trace x', 'redrive x', 'backfill', `invoke GetMe -e ${event}`],
        'event MediaPublished --put',
      ],
      2,
    ),
  )('says that the sandbox has ended: %s', (line) => {
    const { said, status } = run(line, 'ended');
    expect(said).toMatch(/Nothing answers at .*: the sandbox .* has ended\. Start it with npm start/);
    expect(said).not.toMatch(/^ {4}at /m);
    expect(status).toBe(1);
  });

  it.each(sample(commands, 3))('shows its usage, and does nothing: %s', (name, script) => {
    const { said, status } = run(`${script} --help`);
    expect(said).toMatch(new RegExp(`^Usage: npm (run )?${name}\\b`));
    expect(status).toBe(0);
  });
});
