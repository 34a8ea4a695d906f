import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What Lambda's Node.js has beside Node itself. */
const builtIn = /^@(aws-sdk|smithy)\//;

/** Libraries of the sandbox among whose own dependencies the parts of clients are found. */
const entrances = ['@aws-sdk/lib-dynamodb', '@aws-sdk/client-s3', '@aws-sdk/client-sqs'];

/**
 * Functions that bring no AWS SDK find the sandbox's, as in Lambda, whose runtime has it built in: the clients of the
 * services that the sandbox answers, and what these are made of. What a function brings itself comes first.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function offerRuntimeLibrary(): void {
  const sandbox = createRequire(import.meta.url);
  const parts = entrances.map((name) => sandbox.resolve(name));
  let looking = false;

  registerHooks({
    resolve(specifier, context, next) {
      if (looking || !builtIn.test(specifier)) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch (error) {
        looking = true;
        try {
          // Another client than the sandbox's own may lie among the parts by chance; nobody would answer it.
          const parents = /client-/.test(specifier)
            ? [import.meta.filename]
            : [import.meta.filename, ...parts];
          for (const parent of parents) {
            const found = attempt(() =>
              context.conditions.includes('import')
                ? next(specifier, { ...context, parentURL: pathToFileURL(parent).href })
                : { url: pathToFileURL(createRequire(parent).resolve(specifier)).href, shortCircuit: true },
            );
            if (found) return found;
          }
        } finally {
          looking = false;
        }
        if (error instanceof Error)
          error.message += `\nThe sandbox has the clients of the services that it answers; ${specifier} has to come with the function.`;
        throw error;
      }
    },
  });
}

function attempt<Result>(resolve: () => Result): Result | undefined {
  try {
    return resolve();
  } catch {
    return undefined;
  }
}
