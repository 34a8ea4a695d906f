import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../scripts/lib/repository.ts';

/** The pipeline's script, with an AWS CLI that knows one stack and a SAM CLI that writes down how it was called. */
describe('the deployment of a stage', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'deploy-script-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What the AWS CLI does when AWS refuses. */
  const refusing = (why: string): string => `echo '${why}' >&2; exit 254`;
  const noStack = refusing(
    'An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id shutterbus-staging does not exist',
  );

  /** @param status of the stack; undefined where there is none. @returns the arguments of each `sam deploy` */
  function deploy(status: string | undefined, more: Record<string, string> = {}): string[][] {
    const looking = status === undefined ? noStack : `[[ "$*" != *StackStatus* ]] || echo ${status}`;
    const { code, stderr, deployments } = run(looking, more);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return deployments;
  }

  function run(aws: string, more: Record<string, string> = {}) {
    const calls = path.join(folder, 'calls');
    writeFileSync(calls, '');
    const write = (name: string, text: string): void =>
      writeFileSync(path.join(folder, name), `#!/usr/bin/env bash\n${text}\n`, { mode: 0o755 });
    write('aws', aws);
    write('pipx', `printf '%s\\t' "$@" >> "${calls}"; echo >> "${calls}"`);
    const { status: code, stderr } = spawnSync('bash', ['.github/actions/deploy/deploy.sh'], {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...{ PATH: `${folder}:${process.env.PATH}`, STAGE: 'staging', GITHUB_SHA: 'a1b2c3d4e5f6a7b8' },
        ...{ EXECUTION_ROLE_ARN: 'arn:execution', ROLES_BOUNDARY_ARN: 'arn:boundary' },
        ...{
          ALARM_EMAIL: '',
          MAIL_FROM: '',
          MAIL_IDENTITY: '',
          WEB_ORIGIN: 'https://photos.example.com',
          ...more,
        },
      },
    });
    const deployments = readFileSync(calls, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t').filter(Boolean));
    return { code, stderr, deployments };
  }

  it.each([[undefined], ['REVIEW_IN_PROGRESS'], ['CREATE_FAILED'], ['UPDATE_FAILED']])(
    'can be gone on with where nothing was ever finished: %s',
    (status) => {
      expect(deploy(status)).toEqual([expect.arrayContaining(['--disable-rollback'])]);
    },
  );

  it.each([['CREATE_COMPLETE'], ['UPDATE_COMPLETE'], ['UPDATE_ROLLBACK_COMPLETE']])(
    'is rolled back where there is something to go back to: %s',
    (status) => {
      const [call, ...others] = deploy(status);
      expect(others).toEqual([]);
      expect(call).not.toContain('--disable-rollback');
    },
  );

  it('ends when it cannot learn whether there is something to go back to', () => {
    const { code, stderr, deployments } = run(refusing('An error occurred (Throttling): Rate exceeded'));
    expect(code).toBe(1);
    expect(stderr).toContain('Rate exceeded');
    expect(deployments).toEqual([]);
  });

  it('names the release, and what samconfig.toml says of the stage', () => {
    const [call] = deploy('UPDATE_COMPLETE', { MAIL_FROM: 'Shutterbus <a@example.com>' });
    expect(call).toEqual(
      expect.arrayContaining([
        ...['Stage=staging', 'ReserveConcurrency=true', 'Release=a1b2c3d4e5f6'],
        ...['RolesBoundary=arn:boundary', "MailFrom='Shutterbus <a@example.com>'"],
      ]),
    );
  });
});
