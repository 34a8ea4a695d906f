import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { buildWeb } from './lib/build-web.ts';
import { command, misuse } from './lib/command.ts';
import { publishSite, siteOutputs } from './release/publish-site.ts';

/**
 * npm run publish-web -- --stack shutterbus-dev: builds the web app and puts it, with its config.json, into the web
 * bucket of a deployed stack. Uses the credentials and the region of the environment. `npm start` does the same on
 * the sandbox.
 */
command('npm run publish-web -- --stack <name of the deployed root stack>');
const { values } = parseArgs({ options: { stack: { type: 'string' } } });
if (!values.stack) misuse('Of which stack?');

const cloudFormation = new CloudFormationClient({});
const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: values.stack }));
const outputs = Object.fromEntries(
  (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
);

await buildWeb();
const region = await cloudFormation.config.region();
const uploaded = await publishSite(new S3Client({}), region, siteOutputs.parse(outputs));
console.log(uploaded.length === 0 ? 'The web app is up to date.' : `Published: ${uploaded.join(', ')}`);
console.log(`At ${outputs.WebUrl ?? 'the address of the distribution'}`);
