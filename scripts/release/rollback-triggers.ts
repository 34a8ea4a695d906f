import {
  CloudFormationClient,
  type Stack,
  UpdateStackCommand,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { CommandError } from '../lib/command.ts';
import { describeStack } from './describe-stack.ts';

/** Parameter of the root template that says in its alarm what is set here; it makes of this a change that CloudFormation carries out. */
const parameter = 'RollbackMinutes';
const triggerType = 'AWS::CloudWatch::CompositeAlarm';

/**
 * Makes CloudFormation watch the stack's ReleaseInTrouble during each later deployment and for some minutes after it, or no longer; it keeps
 * that until it is told something else. The stack is not changed otherwise: same template, same parameters.
 * @param minutes 0 to 180; undefined to watch nothing
 * @returns a sentence
 * @throws CommandError when the stack is not one that can be told, or CloudFormation did not keep it
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackConfiguration.html
 */
export async function setRollbackAlarm(stackName: string, minutes: number | undefined): Promise<string> {
  const client = new CloudFormationClient({});
  const stack = await read(client, stackName);
  const arn = stack.Outputs?.find(({ OutputKey }) => OutputKey === 'ReleaseAlarmArn')?.OutputValue;
  if (arn === undefined || !stack.Parameters?.some(({ ParameterKey }) => ParameterKey === parameter))
    throw new CommandError(
      `${stackName} has no alarm ReleaseInTrouble: deploy this version of the templates first.`,
    );
  const triggers = minutes === undefined ? [] : [arn];
  const done =
    minutes === undefined
      ? 'No alarm takes back deployments'
      : `${arn} takes back each deployment until ${minutes} min after it`;
  if (isKept(stack, triggers, minutes)) return `${done}: nothing to do.`;

  const Parameters = stack.Parameters.map(({ ParameterKey }) =>
    ParameterKey === parameter
      ? { ParameterKey, ParameterValue: minutes === undefined ? 'off' : String(minutes) }
      : { ParameterKey, UsePreviousValue: true },
  );
  const changed = await client
    .send(
      new UpdateStackCommand({
        ...{ StackName: stackName, UsePreviousTemplate: true, Parameters },
        Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
        RollbackConfiguration: {
          RollbackTriggers: triggers.map((Arn) => ({ Arn, Type: triggerType })),
          MonitoringTimeInMinutes: minutes ?? 0,
        },
      }),
    )
    .catch((error: unknown) => {
      if (error instanceof Error && /No updates are to be performed/.test(error.message)) return undefined;
      throw error;
    });
  // With the alarm in force, it is waited for here, too.
  if (changed)
    await waitUntilStackUpdateComplete({ client, maxWaitTime: 4 * 3600 }, { StackName: stackName });
  if (isKept(await read(client, stackName), triggers, minutes)) return `${done}.`;
  throw new CommandError(
    `CloudFormation did not keep it: to it, nothing of ${stackName} changed. Somebody took the alarm off by hand; run this with --off first.`,
  );
}

async function read(client: CloudFormationClient, StackName: string): Promise<Stack> {
  const stack = await describeStack(client, StackName);
  const status = stack?.StackStatus ?? 'not there';
  if (!stack || !/^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(status))
    throw new CommandError(`${StackName} is ${status}: this takes a stack that is deployed and at rest.`);
  return stack;
}

function isKept(stack: Stack, triggers: readonly string[], minutes: number | undefined): boolean {
  const { RollbackTriggers = [], MonitoringTimeInMinutes = 0 } = stack.RollbackConfiguration ?? {};
  const arns = RollbackTriggers.map(({ Arn }) => Arn);
  return arns.join() === triggers.join() && MonitoringTimeInMinutes === (minutes ?? 0);
}
