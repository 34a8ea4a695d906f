import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { type Sandbox, type SandboxOptions, startSandbox } from '@shutterbus/sandbox/sandbox';
import { buildFunctions } from './build-functions.ts';
import { buildWeb } from './build-web.ts';
import { buildNewVersion, type Change, faults } from './canary-build.ts';
import { makeTimeline } from './canary-timeline.ts';
import { startTraffic, type Traffic } from './canary-traffic.ts';
import { publishSite, siteOutputs } from './publish-site.ts';
import { root } from './repository.ts';

/**
 * npm run canary -- <service> --bad[=throws|slow|silent|broken] | --good: a release as it would go in production, on this
 * machine. A sandbox of its own runs the service's present functions as the old version and people use it; then a new
 * version comes, and the template's own deployment preference, hooks and alarms decide what becomes of it.
 * Ends with 0 when a bad version was rolled back or a good one took over.
 */
const services = ['users', 'media', 'thumbnails', 'notifications'];
const { service, change, speed, people, keep } = commandLine();
await Promise.all([buildFunctions(), buildWeb()]);

const state = await mkdtemp(path.join(tmpdir(), 'shutterbus-canary-'));
const began = performance.now();
let running: Sandbox | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, giveUp);
try {
  const first = await start({ port: 0, awsPort: 0 });
  const { webUrl, awsUrl } = first;
  await publish(first);
  await first.stop();
  say(`${service}: the present functions are deployed, stage prod`);

  const from = path.join(root, 'dist', service);
  const codeAt = await buildNewVersion(from, path.join(state, 'new-version'), change);
  const second = await start({ port: portOf(webUrl), awsPort: portOf(awsUrl), holdReleases: true, codeAt });
  const expected = change === 'good' ? 'completed' : 'rolled back';
  const outcome = await rehearse(second).finally(() => second.stop());
  say(`${outcome === expected ? 'As expected' : 'NOT as expected'}: the release was ${outcome}.`);
  process.exitCode = outcome === expected ? 0 : 1;
} finally {
  if (keep) console.log(`The state, with all logs, is in ${state}`);
  else await rm(state, { recursive: true, force: true });
}
// The listener for a lost parent would keep the process alive.
process.exit();

async function rehearse(sandbox: Sandbox): Promise<'completed' | 'rolled back'> {
  const plans = sandbox.releases.pending();
  const [plan] = plans;
  if (!plan)
    throw new Error(
      `No function of ${service} waits for a release: its template has no deployment preference.`,
    );
  const alarms = [...new Set(plans.flatMap((one) => one.alarms))];
  say(
    `A new version of ${plans.length} functions (${change}); one minute takes ${(60 / speed).toFixed(1)} s here`,
  );
  say(
    `Way: ${plan.steps.map(({ weight, bakeMinutes }) => `${weight} %${bakeMinutes ? ` for ${bakeMinutes} min` : ''}`).join(', ')}`,
  );
  say(`Hooks: ${[plan.preTraffic, plan.postTraffic].filter(Boolean).map(shortName).join(', ') || 'none'}`);
  say(`Alarms: ${alarms.map(shortName).join(', ') || 'none'}`);

  const traffic = await startTraffic(sandbox, people);
  say(`${people} people use the app\n`);
  await goodTimes(sandbox, traffic, alarms);

  console.log('  min    new  what happened');
  const startedAt = Date.now();
  const timeline = makeTimeline(shortName, console.log);
  const unsubscribe = sandbox.services.cloudWatch.alarms.onChange(({ name, state, reason }, before) => {
    if (alarms.includes(name) && (state === 'ALARM' || before === 'ALARM'))
      timeline.note((Date.now() - startedAt) * speed, `alarm ${shortName(name)} is ${state}: ${reason}`);
  });
  const result = await sandbox.releases.run(plans, timeline.tell);
  timeline.flush();
  unsubscribe();
  await traffic.stop();

  const { aliases } = sandbox.services.lambda;
  const alias = aliases.find(plan.functionName, plan.aliasName);
  say('');
  say(`People got ${traffic.answered()} answers and ${traffic.failed()} failures`);
  say(
    `Alias ${shortName(plan.functionName)}:${plan.aliasName} is at version ${alias?.version}, ${Object.keys(alias?.weights ?? {}).length === 0 ? 'alone' : 'with weights'}`,
  );
  return result.outcome;
}

/** Waits for a release's right moment: the app is warm, minutes of the old version alone are measured, no alarm rings. */
async function goodTimes(sandbox: Sandbox, traffic: Traffic, names: string[]): Promise<void> {
  const minute = 60_000 / speed;
  const { alarms } = sandbox.services.cloudWatch;
  const giveUpAt = Date.now() + Math.max(60_000, 10 * minute);
  let quietSince = Date.now();
  while (Date.now() - quietSince < 3 * minute) {
    const ringing = names.filter((name) => alarms.find(name)?.state === 'ALARM');
    if (traffic.ready() < people || ringing.length > 0) quietSince = Date.now();
    if (Date.now() > giveUpAt) {
      const why = ringing.map(shortName).join(', ') || 'no photo was published';
      throw new Error(
        `The old version alone is in trouble (${why}); a slower clock may help: --speed ${speed / 2}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, minute / 10));
  }
}

async function start(options: Partial<SandboxOptions>): Promise<Sandbox> {
  running = await startSandbox({
    templateFile: path.join(root, 'template.yaml'),
    stackName: 'canary',
    stateFolder: path.join(state, 'sandbox'),
    parameters: ({ webUrl }) => ({ Stage: 'prod', WebOrigin: webUrl }),
    retrySpeed: speed,
    ...options,
  });
  return running;
}

/** Ctrl-C leaves nothing behind. */
async function giveUp(): Promise<void> {
  await running?.stop();
  await rm(state, { recursive: true, force: true });
  process.exit(130);
}

async function publish({ awsUrl, region, credentials, outputs }: Sandbox): Promise<void> {
  const client = new S3Client({ endpoint: awsUrl, region, credentials });
  await publishSite(client, region, siteOutputs.parse(outputs));
  client.destroy();
}

/** `canary-Media-GetPhoto` is GetPhoto to a reader. */
function shortName(name: string | undefined): string {
  return (name ?? '').replace(/^canary-(\w+-)?/, '');
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function say(line: string): void {
  const seconds = `${((performance.now() - began) / 1000).toFixed(0)} s`;
  console.log(line === '' ? '' : `${line}${line.endsWith('\n') ? '' : `  (${seconds})`}`);
}

function commandLine(): { service: string; change: Change; speed: number; people: number; keep: boolean } {
  // `--bad` alone and `--bad=slow` are both understood.
  const args = process.argv.slice(2).map((word) => (word === '--bad' ? '--bad=throws' : word));
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        good: { type: 'boolean', default: false },
        bad: { type: 'string' },
        speed: { type: 'string', default: '10' },
        people: { type: 'string', default: '4' },
        /** Leaves the state folder, with all logs, to look at. */
        keep: { type: 'boolean', default: false },
      },
    });
    const [service = ''] = positionals;
    const kind = values.good ? 'good' : values.bad;
    const speed = Number(values.speed);
    if (!services.includes(service)) throw new Error(`Which service? ${services.join(', ')}`);
    const change = kind === 'good' ? kind : faults.find((fault) => fault === kind);
    if (!change)
      throw new Error(`Which version? --good, --bad, or ${faults.map((name) => `--bad=${name}`).join(', ')}`);
    if (!(speed >= 1)) throw new Error('--speed says how many times faster than AWS; at least 1');
    return { service, change, speed, people: Number(values.people), keep: values.keep };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(
      'Usage: npm run canary -- <service> --bad[=throws|slow|silent|broken] | --good [--speed 10]',
    );
    process.exit(2);
  }
}
