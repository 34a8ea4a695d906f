import type { LastCall } from '../../aws/lambda/last-calls.ts';
import { AwsError } from '../../core/aws-error.ts';
import { htmlPage, json, nameAfter, type Pages, plain, seeOther } from '../replies.ts';
import type { FunctionLook } from './function-looks.ts';
import { functionPage } from './function-page.ts';
import { functionsAddress, functionsPage } from './functions-page.ts';
import { type Grant, toldGrant } from './granted.ts';

export interface FunctionPagesNeeds {
  looks(): FunctionLook[];
  lastCall(functionName: string): LastCall | undefined;
  grantsOf(roleArn: string): readonly Grant[];
  /** Runs it as the developer. @throws AwsError */
  invoke(functionArn: string, input: string): Promise<{ payload: string; functionError?: string }>;
}

export function makeFunctionPages({ looks, lastCall, grantsOf, invoke }: FunctionPagesNeeds): Pages {
  return {
    get(path) {
      if (path === functionsAddress) return htmlPage(functionsPage(looks()));
      if (path === '/_sandbox/v1/permissions.json')
        return json({
          version: 1,
          functions: looks().map(({ name, roleArn }) => ({
            ...{ name, roleArn },
            grants: grantsOf(roleArn).map(toldGrant),
          })),
        });
      const name = nameAfter(`${functionsAddress}/`, path);
      const look = name === undefined ? undefined : looks().find((one) => one.name === name);
      if (!look) return undefined;
      return htmlPage(functionPage({ look, last: lastCall(look.name), grants: grantsOf(look.roleArn) }));
    },
    async post(path, form) {
      if (path !== '/_sandbox/v1/invocations') return undefined;
      const arn = form.get('function');
      const look = looks().find((one) => one.arn === arn);
      if (!look) return plain(400, `There is no function ${arn}.\n`);
      const last = lastCall(look.name);
      if (last?.input === undefined) return plain(400, `No input of ${look.name} is kept.\n`);
      if (last.requestId !== form.get('request'))
        return plain(
          409,
          `${look.name} has been called since that page was shown: look at its last call first.\n`,
        );
      try {
        const answer = await invoke(last.target, last.input);
        const back = form.get('back');
        return back?.startsWith('/_sandbox') ? seeOther(back) : json({ version: 1, ...answer });
      } catch (error) {
        if (error instanceof AwsError) return plain(400, `${error.message}\n`);
        throw error;
      }
    },
  };
}
