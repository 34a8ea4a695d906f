import { parseArgs } from 'node:util';
import { type Change, faults } from './canary/faults.ts';
import type { RehearsalOptions } from './canary/rehearsal.ts';
import { runSeries, type SeriesOptions } from './canary/series.ts';
import { command, misuse } from './lib/command.ts';
import { services } from './lib/repository.ts';

/**
 * npm run canary -- <service>… --bad[=throws|answers-500|slow|silent|fails-one-in-ten|wrong-shape|broken] | --good: a release as it
 * would go in production, on this machine (canary/rehearsal.ts).
 * Ends with 0 when the release ended as it should: a good version took over, a bad one was rolled back.
 *
 * npm run canary -- --all [<service>…] [--bad=<kind>] [--times 20] [--load 20]: each service with each kind of bad, one rehearsal after the
 * other in a process of its own, and a table of what rang. `--times` repeats each, `--load` keeps so many endless loops
 * running beside it: a busy machine has to come to the same verdicts, later.
 */
command(
  `npm run canary -- <service>… --bad[=${faults.join('|')}] | --good [--speed 10] [--people 4] [--keep]
       npm run canary -- --all [<service>…] [--bad=<kind> | --good] [--times 1] [--load 0]`,
);
const chosen = commandLine();

if ('times' in chosen) process.exitCode = (await runSeries(chosen)) ? 0 : 1;
else await rehearseOne(chosen);
// The listener for a lost parent would keep the process alive.
process.exit();

async function rehearseOne(options: RehearsalOptions): Promise<void> {
  // It brings the whole sandbox along, which nobody needs to be told what was mistyped.
  const { rehearseRelease } = await import('./canary/rehearsal.ts');
  const rehearsed = await rehearseRelease(options);
  const { outcome, expected } = rehearsed;
  console.log(`${outcome === expected ? 'As expected' : 'NOT as expected'}: the release was ${outcome}.`);
  process.exitCode = outcome === expected ? 0 : 1;
  // To a series, whose child this is.
  await new Promise((told) => (process.send ? process.send(rehearsed, told) : told(undefined)));
}

function commandLine(): RehearsalOptions | SeriesOptions {
  // `--bad` alone and `--bad=slow` are both understood.
  const args = process.argv.slice(2).map((word) => (word === '--bad' ? '--bad=answers-500' : word));
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      good: { type: 'boolean', default: false },
      bad: { type: 'string' },
      speed: { type: 'string', default: '10' },
      people: { type: 'string', default: '4' },
      keep: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      times: { type: 'string', default: '1' },
      load: { type: 'string', default: '0' },
    },
  });
  const { all, keep } = values;
  const [speed, people, times, load] = [values.speed, values.people, values.times, values.load].map(Number);
  const named = services.filter((service) => positionals.includes(service));
  if (named.length < positionals.length || (named.length === 0 && !all))
    misuse(`Which service, or which several as one release? ${services.join(', ')}`);
  if (speed === undefined || !(speed >= 1))
    misuse('--speed says how many times faster than AWS; at least 1.');
  if (people === undefined || !(people >= 1)) misuse('--people says how many use the app; at least 1.');
  const kind = values.good ? 'good' : values.bad;
  const change: Change | undefined = kind === 'good' ? kind : faults.find((fault) => fault === kind);
  if (!change && !(all && kind === undefined))
    misuse(`Which version? --good, --bad, or ${faults.map((name) => `--bad=${name}`).join(', ')}`);
  if (!all) return { chosen: named, change: change ?? 'good', speed, people, keep };
  if (!times || !Number.isInteger(times) || load === undefined || !(load >= 0))
    misuse('--times says how often each is rehearsed, --load how many loops keep the machine busy.');
  const [ofServices, kinds] = [named.length > 0 ? named : services, change ? [change] : faults];
  return { services: ofServices, kinds, times, load, speed, people };
}
