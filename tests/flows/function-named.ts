import { type FunctionConfiguration, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { RunningApp } from '@shutterbus/testing/app';
import { developer } from '@shutterbus/testing/developer';

/**
 * The function whose name ends in this. Lambda lists at most fifty at once, whatever `MaxItems` says, so it is looked for on every page.
 * @throws Error when there is none
 */
export async function functionNamed(app: RunningApp, ending: string): Promise<FunctionConfiguration> {
  const client = new LambdaClient(developer(app));
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    const found = Functions.find(({ FunctionName }) => FunctionName?.endsWith(ending));
    if (found) return found;
  }
  throw new Error(`There is no function whose name ends in ${ending}.`);
}
