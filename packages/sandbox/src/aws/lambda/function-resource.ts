import { mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { displayPath } from '../../template/display-path.ts';
import { type Fault, isPending } from '../../template/faults.ts';
import { isMapping } from '../../template/value.ts';
import { checkDestination } from './destinations.ts';
import type { Environments } from './environments.ts';
import type { Functions } from './functions.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { hasNativeAddons } from './native-addons.ts';
import { inlineFile, isNodejs, missingRuntime, programOf } from './runtime-program.ts';
import { flag, ignored, numeric, text } from './template-values.ts';

const properties = z.strictObject({
  Code: z.union(
    [
      /** Set by the template's expansion: the absolute folder of the built code. */
      z.strictObject({ LocalPath: z.string().refine(isAbsolute) }),
      /** The text of `index.js`, or of `index.py`. */
      z.strictObject({ ZipFile: text }),
    ],
    {
      error:
        'is no local folder and no text in ZipFile; the sandbox fetches no code from S3 and runs no images',
    },
  ),
  FunctionName: z.string().optional(),
  Description: z.string().default(''),
  Handler: z.string(),
  Runtime: z.string(),
  Role: z.string(),
  /** Seconds. */
  Timeout: numeric(1, 900).default(3),
  MemorySize: numeric(128, 10_240).default(128),
  Environment: z.strictObject({ Variables: z.record(z.string(), text).default({}) }).optional(),
  ReservedConcurrentExecutions: numeric(0, 1000).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string().optional() }).optional(),
  DurableConfig: z
    .strictObject({
      /** Seconds. */
      ExecutionTimeout: numeric(1, 31_622_400),
      RetentionPeriodInDays: numeric(1, 90).default(14),
      KMSKeyArn: ignored,
    })
    .optional(),
  LoggingConfig: z
    .strictObject({
      LogGroup: z.string().optional(),
      /** Of Lambda's own lines; those of the function pass as they are with both. */
      LogFormat: z.enum(['Text', 'JSON']).optional(),
      ApplicationLogLevel: ignored,
      SystemLogLevel: ignored,
    })
    .optional(),
  Architectures: z.array(z.string()).default(['x86_64']),
  PackageType: z.literal('Zip').optional(),
  /** /tmp is the machine's own. */
  EphemeralStorage: ignored,
  /** There is no X-Ray. */
  TracingConfig: ignored,
  /** The runtime is the sandbox's own Node, or what this machine has. */
  RuntimeManagementConfig: ignored,
  /** Protects against a loop between services, which AWS detects by a trace header. */
  RecursiveLoop: ignored,
  /** State on one machine is not encrypted. */
  KmsKeyArn: ignored,
  PublishToLatestPublished: flag.optional(),
  Tags: ignored,
});

/**
 * `AWS::Lambda::Function`. A changed function gets new environments; its published versions keep theirs.
 * @param codeAt where the code lies that the template names by this folder
 */
export function functionResource(
  world: World,
  functions: Functions,
  environments: Environments,
  codeAt: (folder: string) => string,
): ResourceProvider<z.infer<typeof properties>> {
  /** @returns the folder of a function whose code stands in the template */
  const inlineCode = (name: string, runtime: string, source: string): string => {
    const folder = join(world.folder, 'lambda', 'inline', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, inlineFile(runtime)), source);
    return folder;
  };
  return {
    type: 'AWS::Lambda::Function',
    looksOutside: true,
    properties,
    faults: ({ Runtime: runtime, Code: code }) => {
      const faults: Fault[] = [];
      const missing = typeof runtime === 'string' && !isPending(runtime) && missingRuntime(runtime);
      if (missing) faults.push({ path: ['Runtime'], sentence: missing });
      const folder = isMapping(code) ? code.LocalPath : undefined;
      if (typeof folder === 'string' && !statSync(codeAt(folder), { throwIfNoEntry: false })?.isDirectory()) {
        const where = displayPath(codeAt(folder));
        faults.push({
          path: ['CodeUri'],
          sentence: `names the folder ${where}, which is not there: run the build first`,
        });
      }
      return faults;
    },
    apply({ logicalId, stackName, physicalName, properties: given }) {
      const name = given.FunctionName ?? physicalName;
      // Node names files by where they really lie, and they have to be seen to lie in here.
      const root = realpathSync(
        'ZipFile' in given.Code
          ? inlineCode(name, given.Runtime, given.Code.ZipFile)
          : codeAt(given.Code.LocalPath),
      );
      const known = functions.byName.get(name);
      if (known && (known.logicalId !== logicalId || known.stackName !== stackName)) {
        throw new Error(
          `Function ${logicalId} has the same name as ${known.logicalId} in stack ${known.stackName}: ${name}.`,
        );
      }
      if (known) environments.end(name, '$LATEST');
      if (!isNodejs(given.Runtime)) {
        const { instead } = programOf(given.Runtime, root);
        if (instead) world.report(`${name} runs on ${instead} instead of ${given.Runtime}`);
      }
      const deadLetterArn = given.DeadLetterConfig?.TargetArn;
      const fn: LambdaFunction = {
        logicalId,
        stackName,
        name,
        arn: `arn:aws:lambda:${world.region}:${world.accountId}:function:${name}`,
        roleArn: given.Role,
        runtime: given.Runtime,
        handler: given.Handler,
        root,
        hasAddons: hasNativeAddons(root),
        variables: given.Environment?.Variables ?? {},
        description: given.Description,
        architecture: given.Architectures[0] ?? 'x86_64',
        timeoutSeconds: given.Timeout,
        memoryMb: given.MemorySize,
        ...(given.ReservedConcurrentExecutions !== undefined && {
          reservedConcurrency: given.ReservedConcurrentExecutions,
        }),
        ...(deadLetterArn && { deadLetterArn: checkDestination(deadLetterArn, ['sqs', 'sns']) }),
        ...(given.DurableConfig && {
          durable: {
            executionTimeoutSeconds: given.DurableConfig.ExecutionTimeout,
            retentionDays: given.DurableConfig.RetentionPeriodInDays,
          },
        }),
        logGroup: given.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
        logFormat: given.LoggingConfig?.LogFormat ?? 'Text',
        modifiedAt: new Date(world.now()).toISOString(),
      };
      functions.byName.set(name, fn);
      return { ref: name, attributes: { Arn: fn.arn } };
    },
    remove({ ref: name }) {
      environments.end(name);
      functions.byName.delete(name);
      for (const alias of functions.aliases.list(name)) functions.aliases.remove(name, alias.name);
      functions.versions.prune(name, undefined);
    },
  };
}
