import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isWhole } from '@shutterbus/testing/sample';
import { root } from '../../scripts/lib/repository.ts';
import { kebabCase } from '../../scripts/new/names.ts';
import { withoutReader } from '../template/checks/events.ts';
import { copyRepository } from './repository-copy.ts';

/** What CONTRIBUTING.md promises of a route. */
const mostYamlLines = 20;
const mostYamlPlaces = 1;

/** One for each service: one that writes is enough for each day. By names that nobody gives to a route of their own, which would be in the copy. */
const routes = [
  { service: 'notifications', method: 'GET', path: '/v1/notifications/generated', name: 'count-generated' },
  { service: 'users', method: 'POST', path: '/v1/users/{handle}/generated', name: 'wave-generated' },
  { service: 'media', method: 'PUT', path: '/v1/media/{id}/generated', name: 'flag-generated' },
  { service: 'thumbnails', method: 'GET', path: '/v1/thumbnails/{id}/generated', name: 'list-generated' },
].filter(({ service }) => isWhole || service === 'media');

/** What has to be green with what they wrote: half a minute of processor time, so in the pipeline alone. */
const checks: [string, string, string[]][] = [
  ['type check', 'typescript/bin/tsc', ['-p', 'tsconfig.base.json']],
  [
    'units, templates, derived files and inputs',
    'jest/bin/jest.js',
    // In one process: others would read all modules once more.
    [
      ...['-c', 'tests/jest.config.mjs', '--runInBand', 'services/.*/(use-cases|handlers)/'],
      ...[
        'tests/template/(templates|release-hooks)',
        'tests/contracts/(derived-files|event-files|sample-people)',
      ],
    ],
  ],
  [
    'lint and format',
    '@biomejs/biome/bin/biome',
    ['ci', '--error-on-warnings', 'services', 'packages/contracts', 'events', 'tests/template'],
  ],
  ['boundaries', 'dependency-cruiser/bin/dependency-cruiser.mjs', ['services', 'packages/contracts']],
  ['unused', 'knip/bin/knip.js', []],
];

describe('npm run new:route and new:consumer, in a copy of the repository', () => {
  let folder: string;
  let remove: () => void;
  let before: Record<string, string>;
  beforeAll(() => {
    ({ folder, remove } = copyRepository());
  });
  beforeEach(() => {
    before = textsIn(folder);
  });
  afterAll(() => remove());

  it.each(routes)(
    'a route of $service is what CONTRIBUTING.md lists',
    ({ service, method, path: at, name }) => {
      run('scripts/new-route.ts', service, method, at, name);
      expect(changed()).toEqual(placesOf('A route', { service, 'verb-noun': name }));
      const yaml = insertions(`services/${service}/template.yaml`);
      expect(yaml.places).toBeLessThanOrEqual(mostYamlPlaces);
      expect(yaml.lines).toBeLessThanOrEqual(mostYamlLines);
    },
  );

  it('a consumer of an event that nobody read is what CONTRIBUTING.md lists', () => {
    const [unread = ''] = withoutReader;
    run('scripts/new-consumer.ts', 'thumbnails', unread, 'note-generated');
    const names = { service: 'thumbnails', 'verb-noun': 'note-generated', event: kebabCase(unread) };
    expect(changed()).toEqual(placesOf('A consumer', names));
  });

  if (isWhole)
    it('a consumer can have a name that no other service has', () => {
      run(
        'scripts/new-consumer.ts',
        'users',
        'MediaPublished',
        'count-published-generated',
        '--handler',
        'on-published-generated',
      );
      expect(changed()).toContain('services/users/src/handlers/on-published-generated.ts');
    });

  it('writes nothing when the name is taken', () => {
    const refused = start('scripts/new-consumer.ts', 'notifications', 'MediaDeleted', 'forget-photo');
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('--handler') });
    expect(changed()).toEqual([]);
  });

  if (isWhole)
    it.each(checks)('is green: %s', (_, tool, args) => {
      run(`node_modules/${tool}`, ...args);
    });

  function start(script: string, ...args: string[]) {
    const command = ['--disable-warning=ExperimentalWarning', script, ...args];
    return spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  }

  function run(script: string, ...args: string[]): void {
    const { status, stdout, stderr } = start(script, ...args);
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
  }

  function changed(): string[] {
    return differences(before, textsIn(folder));
  }

  /** Lines that were put into a file, and in how many places; everything else must have stayed. */
  function insertions(file: string): { lines: number; places: number } {
    const old = before[file]?.split('\n') ?? [];
    const now = readFileSync(path.join(folder, file), 'utf8').split('\n');
    let [kept, places, inserting] = [0, 0, false];
    for (const line of now) {
      const isNew = line !== old[kept];
      if (isNew && !inserting) places += 1;
      if (!isNew) kept += 1;
      inserting = isNew;
    }
    expect(kept).toBe(old.length);
    return { lines: now.length - old.length, places };
  }
});

const differences = (before: Record<string, string>, after: Record<string, string>): string[] =>
  Object.keys(after).filter((file) => after[file] !== before[file]);

function textsIn(folder: string): Record<string, string> {
  const files = globSync('{services,packages/contracts,events,docs,tests/template}/**/*.{ts,json,yaml,md}', {
    cwd: folder,
    exclude: (file) => file.includes('node_modules'),
  });
  return Object.fromEntries(
    files.sort().map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]),
  );
}

/** The files that a section of CONTRIBUTING.md names, with these names in the place of `<service>` and so on. */
function placesOf(heading: string, names: Record<string, string>): string[] {
  const text = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');
  const [, section = ''] = new RegExp(`^## ${heading}\\n([\\s\\S]*?)(?=^## )`, 'm').exec(text) ?? [];
  const files = [...section.matchAll(/`([\w<>./-]+\/[\w<>.-]+\.(?:ts|json|yaml|md))`/g)].map(
    ([, file = '']) => file,
  );
  return files.map((file) => file.replaceAll(/<([\w-]+)>/g, (_, name: string) => names[name] ?? name)).sort();
}
