import { readOptions, usage } from './options.ts';
import { startSandbox } from './sandbox.ts';

/** The command line: starts a sandbox and ends it with SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return;
  }
  const sandbox = await startSandbox({
    ...options,
    report: (line) => console.log(line),
    onPhase(phase, milliseconds) {
      if (options.timing) console.log(`${phase.padEnd(16)} ${milliseconds.toFixed(0).padStart(5)} ms`);
    },
  });

  let ending = false;
  const end = (): void => {
    if (ending) process.exit(1);
    ending = true;
    void sandbox.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);

  const { credentials, region, awsUrl, webUrl } = sandbox;
  console.log(
    [
      'For the AWS CLI and SDKs:',
      `  export AWS_ENDPOINT_URL=${awsUrl}`,
      `  export AWS_ACCESS_KEY_ID=${credentials.accessKeyId}`,
      `  export AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}`,
      // The first version of the AWS CLI reads only the second name.
      `  export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
      ...Object.entries(sandbox.outputs).map(([name, value]) => `${name} = ${value}`),
      `ready ${webUrl}`,
    ].join('\n'),
  );
}

main().catch((error: unknown) => {
  // Errors with a code were written for the reader; anything else is a fault of the sandbox and shows where.
  const known = error instanceof Error && 'code' in error;
  console.error(known ? error.message : error);
  process.exit(1);
});
