import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DeploymentPlan } from '@shutterbus/sandbox/releases/deployment';
import type { ReleaseResult } from '@shutterbus/sandbox/releases/release';
import { type Sandbox, type SandboxOptions, startSandbox } from '@shutterbus/sandbox/sandbox';
import { buildHere } from '../lib/build-here.ts';
import { publishWebApp } from '../lib/publish-web-app.ts';
import { root, type Service, sandboxCache } from '../lib/repository.ts';
import { faultWords } from './fault-words.ts';
import type { Change } from './faults.ts';
import { hookWords } from './hook-words.ts';
import { leastTraffic } from './least-traffic.ts';
import { buildNewVersion } from './new-version.ts';
import { makeTimeline } from './timeline.ts';
import {
  looksPerMinute,
  newcomersPerMinute,
  photosPerMinute,
  startTraffic,
  type Traffic,
} from './traffic.ts';

export interface RehearsalOptions {
  chosen: readonly Service[];
  change: Change;
  /** How many times faster than AWS waits pass. */
  speed: number;
  people: number;
  /** Leaves the state folder, with all logs, to look at. */
  keep: boolean;
}

/** How a rehearsed release ended. */
export interface Rehearsed {
  outcome: 'completed' | 'rolled back' | 'left half done';
  expected: 'completed' | 'rolled back';
  /** Of the rollback: which alarm or hook, in words. */
  reason: string | undefined;
  /** AWS time from the beginning of the release to its end. */
  tookMs: number;
  /** Requests of people in that time. */
  requests: number;
  /** Calls of the new versions by the alias in that time, those of events included. */
  newCalls: number;
  /** Calls a minute of what is wrong with which it rings 99 times of 100; undefined for what needs no traffic. */
  least: number | undefined;
}

/**
 * A sandbox of its own runs the services' present functions as the old version and people use it; then a new version comes, with
 * the fault inside its use cases, and the template's own deployment preference, hooks and alarms decide what becomes of it.
 * @throws Error when the old version alone is in trouble, so that nothing can be said of a new one
 */
export async function rehearseRelease(options: RehearsalOptions): Promise<Rehearsed> {
  const { chosen, change, speed, people, keep } = options;
  await buildHere(console.log);
  const state = await mkdtemp(path.join(tmpdir(), 'shutterbus-canary-'));
  const began = performance.now();
  let running: Sandbox | undefined;

  /** On a busy machine, a function's last lines come to the log while the folder goes: tried again, or the verdict would be lost with it. */
  const forget = (): Promise<void> =>
    rm(state, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

  /** Ctrl-C leaves nothing behind. */
  const giveUp = async (): Promise<void> => {
    await running?.stop();
    await forget();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, giveUp);

  try {
    const first = await start('present', { port: 0, awsPort: 0 });
    const { webUrl, awsUrl } = first;
    await publishWebApp(first);
    await first.stop();
    say(`${chosen.join(', ')}: the present functions are deployed, stage prod`);

    const codeAt = await buildNewVersion(path.join(state, 'new'), chosen, change);
    const second = await start('new', {
      ...{ port: portOf(webUrl), awsPort: portOf(awsUrl) },
      ...{ holdReleases: true, codeAt },
    });
    return await release(second).finally(() => second.stop());
  } finally {
    if (keep) console.log(`The state, with all logs, is in ${state}`);
    else await forget();
  }

  async function release(sandbox: Sandbox): Promise<Rehearsed> {
    const plans = sandbox.releases.pending().filter(isChosen);
    if (plans.length === 0)
      throw new Error(`No function of ${chosen.join(', ')} has a deployment preference.`);
    const alarms = [...new Set(plans.flatMap((plan) => plan.alarms))];
    const { traffic, least } = await setTheStage(sandbox, plans, alarms);

    console.log('  min    new  what happened');
    const { clock } = sandbox;
    const startedAt = clock.now();
    const before = requestsOf(traffic);
    const timeline = makeTimeline(shortName, console.log);
    const note = (text: string): void => timeline.note(clock.now() - startedAt, text);
    const unsubscribe = sandbox.services.cloudWatch.alarms.onChange(({ name, state, reason }, was) => {
      if (state !== 'ALARM' && was !== 'ALARM') return;
      const whose = alarms.includes(name) ? 'alarm' : 'alarm, which stops no release,';
      note(`${whose} ${shortName(name)} is ${state}: ${reason}`);
    });
    const stopTelling = tellOfSlowness(clock, note);
    const { outcome, reason } = await sandbox.releases.run(plans, timeline.tell);
    const tookMs = clock.now() - startedAt;
    const requests = requestsOf(traffic) - before;
    const newCalls = sandbox.releases.callsSince(plans, startedAt);
    stopTelling();
    timeline.flush();
    unsubscribe();
    await tellOf(traffic);
    for (const words of await hookWords(sandbox.services.searchLogs)) say(`A hook said: ${shortName(words)}`);
    const expected = change === 'good' ? 'completed' : 'rolled back';
    if (outcome !== expected) await tellOfFaults(sandbox, startedAt);
    return {
      outcome: aliasesAreRight(sandbox, plans, outcome) ? outcome : 'left half done',
      expected,
      reason: reason === undefined ? undefined : shortName(reason),
      ...{ tookMs, requests, newCalls, least },
    };
  }

  /**
   * The new name of the release makes new versions of all functions here; in AWS, where a changed parameter makes none, only of
   * those whose code is new.
   */
  function isChosen({ functionName }: DeploymentPlan): boolean {
    return chosen.some((service) => functionName.toLowerCase().startsWith(`canary-${service}-`));
  }

  /** On a machine that does not keep up, every second minute is told, so that the reader sees it move. @returns what ends it */
  function tellOfSlowness(clock: Sandbox['clock'], note: (text: string) => void): () => void {
    const every = 2 * 60_000;
    let cancel: () => void;
    const next = (): void => {
      const from = performance.now();
      cancel = clock.after(every, () => {
        const realMs = performance.now() - from;
        if (realMs > (2 * every) / speed)
          note(`(a minute takes ${(realMs / 2000).toFixed(0)} s on this machine now)`);
        next();
      });
    };
    next();
    return () => cancel();
  }

  /** Says what is going to happen, and waits for a release's right moment. */
  async function setTheStage(
    sandbox: Sandbox,
    plans: DeploymentPlan[],
    alarms: string[],
  ): Promise<{ traffic: Traffic; least: number | undefined }> {
    const hooks = plans.flatMap(({ preTraffic, postTraffic }) => [preTraffic, postTraffic]);
    const steps = plans[0]?.steps ?? [];
    const way = steps.map(
      ({ weight, bakeMinutes }) => `${weight} %${bakeMinutes ? ` for ${bakeMinutes} min` : ''}`,
    );
    say(`A new version of ${plans.length} functions (${change})`);
    say(`Way: ${way.join(', ')}`);
    const [{ weight = 100, bakeMinutes = 0 } = {}] = steps;
    const least = leastTraffic(chosen, change, weight / 100, bakeMinutes);
    if (least !== undefined)
      say(
        `With less than ${Math.ceil(least)} calls a minute of what is wrong, it may pass within the bake time`,
      );
    say(`Hooks: ${[...new Set(hooks)].filter(Boolean).map(shortName).join(', ') || 'none'}`);
    say(`Alarms: ${alarms.map(shortName).join(', ') || 'none'}`);
    say(
      `One minute takes ${(60 / speed).toFixed(1)} s here, or as long as this machine needs for its photos`,
    );
    const traffic = await startTraffic(sandbox, people, sandbox.clock, newcomersPerMinute(chosen));
    say(
      `${people} people use the app: ${photosPerMinute} photos a minute, and some ${people * looksPerMinute} other requests, ${newcomersPerMinute(chosen)} of somebody new\n`,
    );
    await goodTimes(sandbox, traffic, alarms);
    return { traffic, least };
  }

  /** Waits until the app is warm, minutes of the old version alone are measured, and no alarm rings. */
  async function goodTimes(sandbox: Sandbox, traffic: Traffic, names: string[]): Promise<void> {
    const minute = 60_000;
    const { clock } = sandbox;
    const { alarms } = sandbox.services.cloudWatch;
    const giveUpAt = clock.now() + 20 * minute;
    let quietSince = clock.now();
    let toldAt = performance.now();
    while (clock.now() - quietSince < 3 * minute) {
      const ringing = names.filter((name) => alarms.find(name)?.state === 'ALARM');
      if (traffic.ready() < people || ringing.length > 0) quietSince = clock.now();
      if (clock.now() > giveUpAt || (traffic.ready() === 0 && traffic.lost() > 5 * people)) {
        const why = ringing.map(shortName).join(', ') || 'no photo was published';
        throw new Error(
          `The old version alone is in trouble, so nothing can be said of a new one: ${why}. Is this machine busy with something else?`,
        );
      }
      if (performance.now() - toldAt > 60_000) {
        toldAt = performance.now();
        const quiet = ((clock.now() - quietSince) / minute).toFixed(1);
        const loud = ringing.length > 0 ? `; ${ringing.map(shortName).join(', ')} rings` : '';
        say(
          `${traffic.ready()} photos are ready, ${traffic.lost()} lost; quiet for ${quiet} of 3 minutes${loud}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, minute / speed / 10));
    }
  }

  async function start(release: string, more: Partial<SandboxOptions>): Promise<Sandbox> {
    running = await startSandbox({
      templateFile: path.join(root, 'template.yaml'),
      stackName: 'canary',
      stateFolder: path.join(state, 'sandbox'),
      cacheFolder: sandboxCache,
      parameters: ({ webUrl }) => ({ Stage: 'prod', Release: release, WebOrigin: webUrl }),
      clockSpeed: speed,
      ...more,
    });
    return running;
  }

  function say(line: string): void {
    const seconds = `${((performance.now() - began) / 1000).toFixed(0)} s`;
    console.log(line === '' ? '' : `${line}${line.endsWith('\n') ? '' : `  (${seconds})`}`);
  }

  async function tellOf(traffic: Traffic): Promise<void> {
    const { joined, refused, unwelcomed, withoutMail } = await traffic.stop();
    say('');
    say(`People got ${traffic.answered()} answers and ${traffic.failed()} failures`);
    say(`${traffic.ready()} photos got their thumbnails, ${traffic.lost()} did not`);
    say(
      `${joined} people joined (${unwelcomed} without a welcome, ${withoutMail} without its mail), ${refused} could not`,
    );
  }

  /** Why a release ended otherwise than it should, the functions' logs know best, and with the state folder they go. */
  async function tellOfFaults(sandbox: Sandbox, since: number): Promise<void> {
    const words = await faultWords(sandbox.services.searchLogs, since);
    say(`In the logs of that time: ${words.length === 0 ? 'no fault' : ''}`);
    for (const line of words) console.log(`  ${shortName(line)}`);
  }

  /** Every alias has to be where CodeDeploy leaves it: at one version, with no weights. */
  function aliasesAreRight(
    sandbox: Sandbox,
    plans: DeploymentPlan[],
    outcome: ReleaseResult['outcome'],
  ): boolean {
    const which = outcome === 'completed' ? 'new' : 'old';
    const wrong = plans.filter(({ functionName, aliasName, from, to }) => {
      const alias = sandbox.services.lambda.aliases.find(functionName, aliasName);
      return alias?.version !== (which === 'new' ? to : from) || Object.keys(alias.weights).length > 0;
    });
    for (const { functionName, aliasName } of wrong)
      say(`Alias ${shortName(functionName)}:${aliasName} is NOT at its ${which} version alone`);
    if (wrong.length === 0) say(`All ${plans.length} aliases are at their ${which} version, alone`);
    return wrong.length === 0;
  }
}

const requestsOf = (traffic: Traffic): number => traffic.answered() + traffic.failed();

/** `canary-Media-GetPhoto` is GetPhoto to a reader. */
function shortName(name: string | undefined): string {
  return (name ?? '').replace(/(?<=^|\W)canary-(\w+-){0,2}/, '');
}

const portOf = (url: string): number => Number(new URL(url).port);
