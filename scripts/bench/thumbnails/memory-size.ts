import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildFunctions } from '../../lib/build-functions.ts';
import { command } from '../../lib/command.ts';
import { root } from '../../lib/repository.ts';
import { assumedMs, startAwsStandIn } from './aws-stand-in.ts';
import { withMemorySize, withoutControlGroups } from './control-group.ts';
import { bundleFile, memorySizeMb, memoryVariables } from './function-settings.ts';
import { fullPhotoFile, photoFile } from './photo-files.ts';
import { bundled } from './run-worker.ts';

/**
 * npm run bench:memory-size — what the memory of the function costs and gains, measured: the built function works on
 * the same event again and again in a process that has Lambda's share of a processor and memory for this size
 * (control-group.ts). S3 and DynamoDB are answered by this process, after times that are assumed (aws-stand-in.ts).
 * The milliseconds are this machine's, the shape of the curve holds for every one. Only a measurement on Lambda can
 * tell the difference between arm64 and x86_64.
 */
command('npm run bench:memory-size');
const sizesMb = [512, 768, 1024, 1280, 1536, 1769, 2048, 3008];
/** Round after round, so that what else the machine does falls on all sizes; the smallest of all counts. */
const rounds = 3;
const timesOfARound = 8;
const event = path.join(root, 'events/thumbnails/on-media-uploaded.json');

const refused = await withoutControlGroups();
if (refused) {
  console.error(`Not measured. ${refused}`);
  process.exit(1);
}
await buildFunctions();
const worker = await bundled('invoke-worker');
const photo = await photoFile(12);
const photos = {
  '12 MP': photo,
  '50 MP': await fullPhotoFile(await photoFile(48)),
};

console.log(`Assumed: ${JSON.stringify(assumedMs)} ms. * is the function's MemorySize.`);
const row = (cells: (string | number)[]): void =>
  console.log(cells.map((cell) => String(cell).padStart(14)).join(''));
for (const [name, file] of Object.entries(photos)) {
  const aws = await startAwsStandIn(readFileSync(file));
  const sizes = sizesMb.map((sizeMb) => emptyFor(sizeMb));
  try {
    for (let round = 0; round < rounds; round += 1)
      for (const size of sizes) {
        const { elapsedMs, peakMb } = await invoked(size.sizeMb, aws.endpoint);
        const [first = 0, ...later] = elapsedMs;
        size.firstMs.push(first);
        size.ms.push(...later);
        size.peakMb.push(peakMb);
      }
  } finally {
    aws.stop();
  }
  console.log(
    `\n${name}: smallest of ${rounds * (timesOfARound - 1)} invocations, and of ${rounds} first ones`,
  );
  row(['MB', 'ms', 'GB-s/1,000', 'first, ms', 'peak MB']);
  for (const { sizeMb, firstMs, ms, peakMb } of sizes) {
    const least = Math.min(...ms);
    row([
      ...[
        `${sizeMb === memorySizeMb ? '* ' : ''}${sizeMb}`,
        least.toFixed(0),
        ((sizeMb / 1024) * least).toFixed(0),
      ],
      ...[Math.min(...firstMs).toFixed(0), Math.max(...peakMb)],
    ]);
  }
}

interface Found {
  sizeMb: number;
  firstMs: number[];
  ms: number[];
  peakMb: number[];
}

function emptyFor(sizeMb: number): Found {
  return { sizeMb, firstMs: [], ms: [], peakMb: [] };
}

async function invoked(sizeMb: number, endpoint: string): Promise<{ elapsedMs: number[]; peakMb: number }> {
  const command = [process.execPath, worker, bundleFile, event, String(timesOfARound)];
  const env = {
    ...memoryVariables,
    ...{ PATH: process.env.PATH, AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1' },
    ...{ AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' },
    ...{ THUMBNAILS_TABLE: 'bench', RENDITIONS_BUCKET: 'bench' },
    ...{ POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
  };
  const { stdout } = await withMemorySize(sizeMb, command, ([program = '', ...args]) =>
    promisify(execFile)(program, args, { env }),
  );
  return JSON.parse(stdout);
}
