import path from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { build } from 'esbuild';
import { lambdaFixture } from './lambda-fixture.ts';
import { developer, edgeServer, type Listening, listen } from './serve-edge.ts';

/** Code with AWS's own SDK of durable executions in it, as a build makes it. */
export async function bundled(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: path.join(import.meta.dirname, '..') },
    ...{ bundle: true, write: false, platform: 'node', format: 'cjs', target: 'node24' },
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/** A Lambda with its AWS port, which functions find by their environment; both can be there again after a stop. */
export async function durableFixture(folder?: string, port = 0) {
  const fixture = lambdaFixture({}, folder);
  const server: Listening = await listen(
    edgeServer(() => fixture.lambda.edge),
    port,
  );
  const client = new LambdaClient({
    ...{ region: 'eu-central-1', endpoint: server.endpoint, credentials: developer, maxAttempts: 1 },
  });
  return {
    ...fixture,
    client,
    port: server.port,
    /** A durable function with a version `1` and an alias `live`. */
    async durable(logicalId: string, code: string, given: Record<string, unknown> = {}): Promise<string> {
      const arn = await fixture.define(logicalId, code, {
        Timeout: 30,
        Environment: { Variables: { AWS_ENDPOINT_URL: server.endpoint } },
        DurableConfig: { ExecutionTimeout: 86_400 * 30, RetentionPeriodInDays: 1 },
        ...given,
      });
      const FunctionName = `app-${logicalId}`;
      const version = await fixture.apply('AWS::Lambda::Version', `${logicalId}Version`, { FunctionName });
      await fixture.apply('AWS::Lambda::Alias', `${logicalId}Alias`, {
        ...{ FunctionName, FunctionVersion: version.attributes.Version, Name: 'live' },
      });
      return `${arn}:live`;
    },
    async stop(keep = false): Promise<void> {
      client.destroy();
      await server.close();
      await fixture.stop(keep);
    },
  };
}

export type DurableFixture = Awaited<ReturnType<typeof durableFixture>>;
