import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { parseTemplate } from '@shutterbus/sandbox/template/read-template';
import { startApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';
import * as z from 'zod';
import { root } from '../scripts/lib/repository.ts';

/**
 * As much of a deployment as can be proved without an account: `sam package` of what `sam build` has built, nested
 * templates included, uploads into the running sandbox's S3. Then no template may have an anchor left, which CloudFormation
 * would refuse, every artifact that a template names has to be there,
 * every template has to expand by the translator that CloudFormation runs, and no stack may come near its limit.
 */
const { values } = parseArgs({
  options: { sam: { type: 'string', default: 'sam' }, python: { type: 'string', default: 'python3' } },
});

/** CloudFormation takes 500 in a stack; what is left is for the next feature. */
const mostResources = 400;
const Bucket = 'deployment-artifacts';
/** As PyYAML writes them: what begins so and is text stands in quotation marks. */
const anchors = /^ *(?:- |[^\s'":]+: )*(?:[&*]\w|<<:).*$/m;

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});

const app = await startApp();
const folder = await mkdtemp(path.join(tmpdir(), 'shutterbus-package-'));
try {
  const settings = developer(app);
  const client = new S3Client(settings);
  await client.send(new CreateBucketCommand({ Bucket }));
  const packaged = path.join(folder, 'packaged.yaml');
  const { credentials, region } = settings;
  const sam = spawnSync(
    values.sam,
    ['package', '--s3-bucket', Bucket, '--output-template-file', packaged, '--region', region],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: app.awsUrl,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    },
  );
  if (sam.status !== 0) throw new Error(`sam package failed:\n${sam.stdout}${sam.stderr}`);
  await check('template.yaml', await readFile(packaged, 'utf8'), client);
} finally {
  await app.dispose();
  await rm(folder, { recursive: true, force: true });
}

/** Checks one packaged template, and those nested in it. */
async function check(name: string, text: string, client: S3Client): Promise<void> {
  const anchor = anchors.exec(text);
  if (anchor)
    throw new Error(`${name}: CloudFormation knows no anchors, and there is one: ${anchor[0].trim()}`);
  const { Resources } = templateSchema.parse(parseTemplate(text, name));
  let artifacts = 0;
  for (const [logicalId, { Type, Properties = {} }] of Object.entries(Resources)) {
    if (Type === 'AWS::Serverless::Function') {
      const size = await sizeOf(client, logicalId, Properties.CodeUri);
      if (size === 0) throw new Error(`${name}: the artifact of ${logicalId} is empty`);
      artifacts += 1;
    }
    if (Type === 'AWS::Serverless::Application') {
      await check(logicalId, await nested(client, logicalId, Properties.Location), client);
    }
  }
  const resources = expandedResources(name, text);
  if (resources > mostResources)
    throw new Error(`${name}: ${resources} resources, more than ${mostResources}; split the stack`);
  console.log(`✓ ${name}: ${artifacts} artifacts are there, ${resources} resources after expansion`);
}

async function sizeOf(client: S3Client, logicalId: string, codeUri: unknown): Promise<number> {
  const { ContentLength = 0 } = await client.send(new HeadObjectCommand(placeOf(logicalId, codeUri)));
  return ContentLength;
}

async function nested(client: S3Client, logicalId: string, location: unknown): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand(placeOf(logicalId, location)));
  return (await Body?.transformToString()) ?? '';
}

/** `s3://bucket/key`, or the address of an object. */
function placeOf(logicalId: string, uri: unknown): { Bucket: string; Key: string } {
  const match = typeof uri === 'string' && /^(?:s3:\/\/|https?:\/\/[^/]+\/)([^/]+)\/(.+)$/.exec(uri);
  if (!match) throw new Error(`${logicalId}: ${JSON.stringify(uri)} names no object`);
  const [, bucket = '', key = ''] = match;
  return { Bucket: bucket, Key: key };
}

/** How many resources aws-sam-translator makes of a template. @throws Error with what it says against it */
function expandedResources(name: string, text: string): number {
  const python = spawnSync(values.python, [path.join(root, '.ci/expand-template.py')], {
    input: text,
    encoding: 'utf8',
  });
  if (python.status !== 0) throw new Error(`${name} does not expand:\n${python.stderr}`);
  return Object.keys(templateSchema.parse(JSON.parse(python.stdout)).Resources).length;
}
