import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFastClock } from '@shutterbus/sandbox/core/fast-clock';
import { makeWorld } from '@shutterbus/sandbox/core/make-world';
import { makeServices } from '@shutterbus/sandbox/services';
import { makeStackRecords } from '@shutterbus/sandbox/stack/stack-records';
import { root } from './repository.ts';

/** An operation that the sandbox answers on its AWS port. */
interface OperationRow {
  service: string;
  operation: string;
  /** AWS's reference. */
  page: string;
  /** The first test that calls it, from the repository's root; undefined when none does. */
  test: string | undefined;
}

/** By the name of an edge: the service in words, its folder, and where AWS describes an operation. */
const services: Record<string, readonly [title: string, folder: string, reference: string]> = {
  dynamodb: ['DynamoDB', 'dynamodb', 'amazondynamodb/latest/APIReference'],
  sqs: ['SQS', 'sqs', 'AWSSimpleQueueService/latest/APIReference'],
  lambda: ['Lambda', 'lambda', 'lambda/latest/api'],
  events: ['EventBridge', 'eventbridge', 'eventbridge/latest/APIReference'],
  'cognito-identity-provider': ['Cognito', 'cognito', 'cognito-user-identity-pools/latest/APIReference'],
  ses: ['SES', 'ses', 'ses/latest/APIReference-V2'],
  logs: ['CloudWatch Logs', 'logs', 'AmazonCloudWatchLogs/latest/APIReference'],
  ssm: ['Systems Manager', 'ssm', 'systems-manager/latest/APIReference'],
  sts: ['STS', 'sts', 'STS/latest/APIReference'],
  cloudformation: ['CloudFormation', 'cloudformation', 'AWSCloudFormation/latest/APIReference'],
  sns: ['SNS', 'sns', 'sns/latest/api'],
  monitoring: ['CloudWatch', 'cloudwatch', 'AmazonCloudWatch/latest/APIReference'],
  codedeploy: ['CodeDeploy', 'codedeploy', 'codedeploy/latest/APIReference'],
  s3: ['S3', 's3', 'AmazonS3/latest/API'],
};

/** Every operation that an edge names, in the order of services and names. */
export function operationRows(): OperationRow[] {
  const tests = testTexts();
  return edges().flatMap(({ name, operations }) => {
    if (operations.length === 0) return [];
    const described = services[name];
    if (!described) throw new Error(`${name}: where does AWS describe its operations?`);
    const [service, folder, reference] = described;
    return operations.toSorted().map((operation): OperationRow => {
      const plain = operation.replace(/^streams_/, '');
      return {
        ...{ service, operation: plain, test: testOf(tests, folder, plain) },
        page: `https://docs.aws.amazon.com/${reference}/${pageName(operation)}.html`,
      };
    });
  });
}

/** S3's form has no page among the operations. */
const pageName = (operation: string): string =>
  operation === 'PostObject' ? 'RESTObjectPOST' : `API_${operation}`;

function edges(): { name: string; operations: readonly string[] }[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'operations-'));
  const db = new DatabaseSync(':memory:');
  try {
    const world = makeWorld({
      ...{ region: 'eu-central-2', accountId: '000000000000', endpoint: 'http://127.0.0.1:4566' },
      ...{ db, folder, now: Date.now, fastClock: makeFastClock(1), report: () => undefined },
    });
    return makeServices(world, { records: makeStackRecords(world.now), webHost: 'localhost:3000' }).edges;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Those of a service's own folder are asked first. */
function testTexts(): { file: string; text: string }[] {
  const files = [
    'packages/sandbox/src/**/*.test.ts',
    'tests/{flows,browser}/**/*.test.ts',
    '.ci/aws-cli-check',
  ];
  return files
    .flatMap((pattern) => globSync(pattern, { cwd: root }).toSorted())
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

function testOf(tests: readonly { file: string; text: string }[], folder: string, operation: string) {
  const kebab = operation.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
  const camel = operation.charAt(0).toLowerCase() + operation.slice(1);
  const calls = new RegExp(
    // The SDK's command, the name as text, a client library's method, or the AWS CLI.
    `\\b${operation}Command\\b|['".]${operation}['"]|\\.${camel}\\b|aws .*\\b${kebab}\\b`,
  );
  const own = `packages/sandbox/src/aws/${folder}/`;
  const isCalledIn = ({ text }: { text: string }): boolean =>
    calls.test(text) || (operation === 'PostObject' && text.includes('createPresignedPost'));
  const isOwn = ({ file }: { file: string }): boolean => file.startsWith(own);
  return (tests.find((test) => isOwn(test) && isCalledIn(test)) ?? tests.find(isCalledIn))?.file;
}

/** The page that `npm run contracts` writes and the tests compare. */
export function operationTable(): { path: string; text: string } {
  const lines = operationRows().map(({ service, operation, page, test = '' }) => {
    const link = `[${path.posix.basename(test)}](${path.posix.relative('packages/sandbox', test)})`;
    return `| ${service} | [${operation}](${page}) | ${link} |`;
  });
  const text = `# Operations

What the AWS port answers, with AWS's page for it and a test that calls it. Written by \`npm run contracts\` from the
operations that the edges name; the tests compare it with them. DynamoDB's engine may answer more than it names here.

| service | operation | test |
|---|---|---|
${lines.join('\n')}
`;
  return { path: 'packages/sandbox/OPERATIONS.md', text };
}
