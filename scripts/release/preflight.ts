import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DescribeEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { describeStack } from './describe-stack.ts';
import { longestNames, type PlannedStacks } from './planned-stacks.ts';

/** `stops`: a deployment would fail. `hinders`: it would not, and something of the app would not work. */
export interface Finding {
  weight: 'stops' | 'hinders' | 'fine';
  sentence: string;
}

export interface DeployedStack {
  /** CloudFormation's word. */
  status: string;
  parameters: Record<string, string>;
}

const stops = (sentence: string): Finding => ({ weight: 'stops', sentence });
const hinders = (sentence: string): Finding => ({ weight: 'hinders', sentence });
const fine = (sentence: string): Finding => ({ weight: 'fine', sentence });

/** Lambda refuses a reservation that would leave less to all other functions: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const leastUnreserved = 100;
/** Of Lambda's concurrency in Service Quotas. */
const concurrencyQuota = 'L-B99A9384';

/** The root stack; undefined where none was ever made, or only looked at (`REVIEW_IN_PROGRESS`). */
export async function readDeployed(stackName: string): Promise<DeployedStack | undefined> {
  const stack = await describeStack(new CloudFormationClient({}), stackName);
  if (!stack?.StackStatus || stack.StackStatus === 'REVIEW_IN_PROGRESS') return undefined;
  return {
    status: stack.StackStatus,
    parameters: Object.fromEntries(
      (stack.Parameters ?? []).map(({ ParameterKey = '', ParameterValue = '' }) => [
        ParameterKey,
        ParameterValue,
      ]),
    ),
  };
}

/** What the state of the stack means for the next `sam deploy`. @param stage as in samconfig.toml */
export function findStackState(stackName: string, stage: string, stack: DeployedStack | undefined): Finding {
  const deploy = `sam deploy${stage === 'dev' ? '' : ` --config-env ${stage}`}`;
  const again = `npm run teardown -- --stage ${stage} --stack ${stackName}`;
  const status = stack?.status ?? '';
  if (stack === undefined)
    return fine(
      `${stackName} is not there yet: this is its first deployment. Add --disable-rollback to it (${deploy} --disable-rollback), so ` +
        'that one that fails can be mended and gone on with: protected tables and a protected user pool cannot be rolled back.',
    );
  if (status === 'CREATE_FAILED' || status === 'UPDATE_FAILED')
    return fine(
      `${stackName} stopped half way (${status}). Mend the reason and go on: ${deploy} --disable-rollback`,
    );
  if (status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED' || status === 'DELETE_FAILED')
    return stops(
      `${stackName} is in ${status}, which CloudFormation updates no more. See what it still holds and take that away: ${again}`,
    );
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return stops(
      `${stackName} is in UPDATE_ROLLBACK_FAILED. Mend the reason, then: aws cloudformation continue-update-rollback --stack-name ${stackName}`,
    );
  if (status.endsWith('_IN_PROGRESS'))
    return stops(`${stackName} is being changed (${status}). Wait for it.`);
  return fine(`${stackName} is there (${status}).`);
}

/** Whether Lambda will take what the templates reserve. @param reserves what they reserve that is not reserved yet */
export async function findConcurrency(reserves: number): Promise<Finding[]> {
  const { AccountLimit } = await new LambdaClient({}).send(new GetAccountSettingsCommand({}));
  const { ConcurrentExecutions: all = 0, UnreservedConcurrentExecutions: free = 0 } = AccountLimit ?? {};
  const ask = `aws service-quotas request-service-quota-increase --service-code lambda --quota-code ${concurrencyQuota} --desired-value 1000`;
  const left = free - reserves;
  if (reserves > 0 && left < leastUnreserved)
    return [
      stops(
        `The functions reserve a concurrency of ${reserves}. Of the ${free} that are free in this region ${left} would be left, and Lambda keeps ` +
          `${leastUnreserved}. Ask for more (free, takes hours to days: ${ask}), or deploy with ReserveConcurrency=false until then.`,
      ),
    ];
  if (all < leastUnreserved)
    return [
      hinders(
        `The account runs ${all} functions at once in this region. The app needs more when it is used; what meets no room is tried again or answered with 503. Ask: ${ask}`,
      ),
    ];
  return [
    fine(
      `Concurrency: ${free} free of ${all}${reserves > 0 ? `, ${left} when ${reserves} are reserved` : ''}.`,
    ),
  ];
}

/** Whether mails can go out as the parameters say. */
export async function findMail(mailFrom: string, mailIdentity: string): Promise<Finding[]> {
  const ses = new SESv2Client({});
  const account = await ses.send(new GetAccountCommand({}));
  const address = /<([^>]+)>/.exec(mailFrom)?.[1] ?? mailFrom;
  const domain = address.split('@').at(-1) ?? '';
  const isVerified = async (EmailIdentity: string): Promise<boolean> => {
    try {
      return (
        (await ses.send(new GetEmailIdentityCommand({ EmailIdentity }))).VerifiedForSendingStatus === true
      );
    } catch (error) {
      if (error instanceof Error && error.name === 'NotFoundException') return false;
      throw error;
    }
  };
  const findings: Finding[] = [];
  if (mailIdentity !== '' && !(await isVerified(mailIdentity)))
    findings.push(
      stops(
        `MailIdentity is ${mailIdentity}, which SES has not verified in this region: the user pool could not be made. Verify it ` +
          '(aws sesv2 create-email-identity), or leave MailIdentity out.',
      ),
    );
  else if (!(await isVerified(address)) && !(await isVerified(domain)))
    findings.push(
      hinders(
        `SES has verified neither ${address} nor ${domain} in this region: it refuses every mail of the notifications. Give MailFrom a verified sender.`,
      ),
    );
  if (account.SendingEnabled === false)
    findings.push(hinders('SES does not send for this account: see its page "Account dashboard".'));
  if (account.ProductionAccessEnabled !== true)
    findings.push(
      hinders(
        'SES is in its sandbox here: it sends to verified addresses only. Ask for production access (aws sesv2 put-account-details).',
      ),
    );
  return findings.length > 0 ? findings : [fine(`Mails go out as ${address}.`)];
}

/** Names that AWS would not take: too long, or somebody else's already. @param isNew no stack of this name is there */
export async function findNames({ names }: PlannedStacks, isNew: boolean): Promise<Finding[]> {
  const tooLong = names.filter(
    ({ type, name }) => name.length > (longestNames[type] ?? Number.POSITIVE_INFINITY),
  );
  const taken = isNew ? await namesTaken(names) : [];
  const findings = [
    ...tooLong.map(({ type, name }) =>
      stops(
        `${name} has ${name.length} characters, and a ${type} may have ${longestNames[type]}: choose a shorter stack name.`,
      ),
    ),
    ...taken.map(({ type, name }) =>
      stops(
        `There is a ${type} named ${name} in this region, and the stack would make one: it is another stack's, or was left behind.`,
      ),
    ),
  ];
  return findings.length > 0 ? findings : [fine('The names of the stack are short enough, and free.')];
}

async function namesTaken(names: PlannedStacks['names']): Promise<PlannedStacks['names']> {
  const [lambda, events] = [new LambdaClient({}), new EventBridgeClient({})];
  const look: Record<string, (name: string) => Promise<unknown>> = {
    'AWS::Lambda::Function': (FunctionName) =>
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    'AWS::Events::EventBus': (Name) => events.send(new DescribeEventBusCommand({ Name })),
  };
  const taken: PlannedStacks['names'] = [];
  for (const one of names) {
    const found = look[one.type]?.(one.name).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
      throw error;
    });
    if ((await found) !== undefined) taken.push(one);
  }
  return taken;
}
