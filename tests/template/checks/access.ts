import { functionsOf, mayCall, statementsOf, tagsAsked } from '../functions.ts';
import { needsOf } from '../sources.ts';
import { ofType, type Stack, type Stacks } from '../templates.ts';
import { list, named, textOf } from '../values.ts';

/** What a role may reach beyond the resources of its own template, each with the reason. */
const beyond: { action: RegExp; resource: RegExp; only?: string; reason: string }[] = [
  { action: /^xray:Put/, resource: /^\*$/, reason: "X-Ray's actions take no resource" },
  { action: /^dynamodb:ListStreams$/, resource: /^\*$/, reason: 'the action takes no resource' },
  { action: /^events:PutEvents$/, resource: /:event-bus\/app$/, reason: 'the one bus' },
  {
    action: /^s3:GetObject(Version)?$/,
    resource: /^arn:aws:s3:::uploads-of-media\/originals\/\*$/,
    only: 'OnMediaUploaded',
    reason: 'the claim check, the one grant across services (decision 0004)',
  },
  {
    action: /^s3:ListBucket$/,
    resource: /^arn:aws:s3:::uploads-of-media$/,
    only: 'OnMediaUploaded',
    reason: 'to learn that an original is gone, of that prefix (decision 0004)',
  },
  {
    action: /^s3:GetObject$/,
    resource: /^arn:aws:s3:::web-app\/index\.html$/,
    only: 'ShowPage',
    reason: "the web app's page, which is everybody's (decision 0055)",
  },
  {
    action: /^s3:ListBucket$/,
    resource: /^arn:aws:s3:::web-app$/,
    only: 'ShowPage',
    reason: 'to learn that no web app is published yet, of that name',
  },
  {
    action: /^ses:SendEmail$/,
    resource: /:identity\/\*$/,
    only: 'SendMail',
    reason: 'the sender is a parameter, and the bound of its condition',
  },
  {
    action: /^ses:SendEmail$/,
    resource: /:configuration-set\/\$\{MailConfigurationSet\}$/,
    only: 'SendMail',
    reason: "the template's own set, by its name",
  },
  {
    action: /^ssm:GetParameter$/,
    resource: /:parameter(\/app\/web-origin|\$\{MailFromParameter\})$/,
    reason: "by its name the root's value (decision 0033), and the sender",
  },
  {
    action: /^codedeploy:PutLifecycleEventHookExecutionStatus$/,
    resource: /:deploymentgroup:\$\{ServerlessDeploymentApplication\}\/\*$/,
    reason: "answers about the template's own releases",
  },
  {
    action: /^codedeploy:(ListDeploymentTargets|BatchGetDeploymentTargets)$/,
    resource: /^\*$/,
    reason: 'the actions take no resource',
  },
  {
    action: /^lambda:InvokeFunction$/,
    resource: /:function:\*$/,
    reason: 'the tags of its condition are the bound (decision 0078), at which wrongCallsByTags looks',
  },
  {
    action: /^cloudwatch:DescribeAlarms$/,
    resource: /:alarm:[\w-]+$|:alarm:\$\{\w+\}$/,
    reason: 'business alarms of the root template, by name',
  },
];

/** Both grant on `*`, to write only: log lines and trace segments. Managed policies that read are not among them. */
const managedPolicies = ['AWSLambdaBasicExecutionRole', 'AWSXrayWriteOnlyAccess'];

/** Reaching another service's table, bucket, queue or stream, `*` actions, and `*` resources without a reason. */
export function foreignAccess(stack: Stack): string[] {
  const ofFunctions = functionsOf(stack).flatMap(({ id, statements, managed }) => [
    ...managed
      .filter((arn) => !managedPolicies.includes(arn.split('/').at(-1) ?? ''))
      .map((arn) => `${id} has the managed policy ${arn}`),
    ...statements.flatMap(({ actions, resources }) =>
      actions.flatMap((action) =>
        resources.flatMap((resource) => {
          if (/\*/.test(action)) return [`${id} may do ${action}`];
          const own = named(resource);
          if (own !== undefined && stack[own]) return [];
          const text = textOf(resource);
          const allowed = beyond.some(
            (entry) => entry.action.test(action) && entry.resource.test(text) && (entry.only ?? id) === id,
          );
          return allowed ? [] : [`${id} may do ${action} on ${text}`];
        }),
      ),
    ),
  ]);
  const others = ofType(stack, 'AWS::IAM::Role').flatMap(([id, role]) =>
    statementsOf(role).flatMap(({ actions }) =>
      actions.filter((action) => action.includes('*')).map((action) => `${id} may do ${action}`),
    ),
  );
  return [...ofFunctions, ...others];
}

/** Hooks that may call, by tags, what they have no probe for: another application's functions, another service's, or their own. */
export function wrongCallsByTags(service: string, stack: Stack, all: Stacks): string[] {
  const everybody = Object.values(all).flatMap(functionsOf);
  return functionsOf(stack).flatMap((hook) => {
    const asked = hook.statements.map(tagsAsked).filter((tags) => tags !== undefined);
    if (asked.length === 0) return [];
    const probed = needsOf(service, hook.handler).keys;
    return [
      ...asked
        .filter(({ application }) => application === undefined)
        .map(() => `${hook.id} may call functions of any application`),
      ...everybody
        .filter((fn) => mayCall(hook, fn) && !probed.includes(fn.id))
        .map((fn) => `${hook.id} may call ${fn.id}, for which it has no probe`),
    ];
  });
}

/** The relay puts events as its own service only. */
export function putEventsAsOther(service: string, stack: Stack): string[] {
  return functionsOf(stack).flatMap(({ id, statements }) =>
    statements
      .filter(({ actions }) => actions.includes('events:PutEvents'))
      .filter(
        ({ statement }) => !JSON.stringify(statement.Condition ?? {}).includes(`"shutterbus.${service}"`),
      )
      .map(() => `${id} may put events as another service`),
  );
}

/** Buckets and queues that can be reached over plain HTTP. A bucket's policy may stand in another template. */
export function plainHttp(stack: Stack, others: Stack[] = []): string[] {
  const denied = [stack, ...others].flatMap((one) =>
    Object.values(one)
      .filter(({ type }) => /(Bucket|Queue)Policy$/.test(type))
      .filter(({ properties }) => /"Deny".*aws:SecureTransport/.test(JSON.stringify(properties)))
      .flatMap(({ properties }) => [...list(properties.Bucket), ...list(properties.Queues)])
      .flatMap((target) => [named(target) ?? '', JSON.stringify(target)]),
  );
  return Object.entries(stack).flatMap(([id, { type }]) =>
    /^AWS::(S3::Bucket|SQS::Queue)$/.test(type) &&
    !denied.some((target) => target === id || target.includes(`${id}Name`))
      ? [`${id} takes plain HTTP`]
      : [],
  );
}
