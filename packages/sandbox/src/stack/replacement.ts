import { isDeepStrictEqual } from 'node:util';
import type { Mapping, Value } from '../template/value.ts';

/**
 * Properties that CloudFormation cannot change on what is there: another value makes a new resource, and the old one goes.
 * They are `createOnlyProperties` of the types' schemas, as far as the sandbox knows the properties; of a table also its keys.
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
 */
const createOnly: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::ApiGatewayV2::Stage': ['ApiId', 'StageName'],
  'AWS::CloudFront::Function': ['Name'],
  'AWS::CloudWatch::Alarm': ['AlarmName'],
  'AWS::CodeDeploy::DeploymentConfig': ['DeploymentConfigName', 'ComputePlatform', 'TrafficRoutingConfig'],
  'AWS::CodeDeploy::DeploymentGroup': ['ApplicationName', 'DeploymentGroupName'],
  'AWS::Cognito::UserPoolClient': ['GenerateSecret', 'UserPoolId'],
  'AWS::DynamoDB::Table': ['KeySchema', 'LocalSecondaryIndexes', 'TableName'],
  'AWS::Events::Archive': ['ArchiveName', 'SourceArn'],
  'AWS::Events::EventBus': ['Name'],
  'AWS::Events::EventBusPolicy': ['EventBusName', 'StatementId'],
  // A rule of another bus is another rule: the schema does not say so, its identifier does.
  'AWS::Events::Rule': ['EventBusName', 'Name'],
  'AWS::IAM::ManagedPolicy': ['Description', 'ManagedPolicyName', 'Path'],
  'AWS::IAM::Role': ['Path', 'RoleName'],
  'AWS::Lambda::Alias': ['FunctionName', 'Name'],
  'AWS::Lambda::EventInvokeConfig': ['FunctionName', 'Qualifier'],
  'AWS::Lambda::EventSourceMapping': ['EventSourceArn', 'StartingPosition'],
  'AWS::Lambda::Function': ['FunctionName', 'PackageType'],
  'AWS::Lambda::Permission': ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::Logs::MetricFilter': ['FilterName', 'LogGroupName'],
  'AWS::S3::Bucket': ['BucketName'],
  'AWS::S3::BucketPolicy': ['Bucket'],
  'AWS::SES::ConfigurationSet': ['Name'],
  'AWS::SES::ConfigurationSetEventDestination': ['ConfigurationSetName'],
  'AWS::SES::EmailIdentity': ['EmailIdentity'],
  'AWS::SNS::Subscription': ['Endpoint', 'Protocol', 'TopicArn'],
  'AWS::SNS::Topic': ['FifoTopic', 'TopicName'],
  'AWS::SQS::Queue': ['FifoQueue', 'QueueName'],
  'AWS::SSM::Parameter': ['Name'],
};

/** Equal as JSON: what was stored has lost where its objects came from. */
export function isSame(before: Value | undefined, after: Value | undefined): boolean {
  const [was, is] = [JSON.stringify(before), JSON.stringify(after)];
  // Mostly the same text; if not, its keys may stand in another order.
  return (
    was === is ||
    (is !== undefined && was !== undefined && isDeepStrictEqual(JSON.parse(was), JSON.parse(is)))
  );
}

/** The property that gives a resource of this type its name, where a template may give one. */
const nameOf = (type: string): string | undefined =>
  createOnly[type]?.find(
    (property) => property === 'Name' || /^(?!Function|Stage)[A-Z]\w+Name$/.test(property),
  );

/** @returns the property that makes a new resource out of a change; undefined when the change can be made on the old one */
export const replacedBy = (type: string, before: Mapping, after: Mapping): string | undefined =>
  createOnly[type]?.find((property) => !isSame(before[property], after[property]));

/** The name that the template gives and that both would have; undefined when they can stand side by side. */
export function commonName(type: string, before: Mapping, after: Mapping): string | undefined {
  const property = type === 'AWS::Lambda::Function' ? 'FunctionName' : nameOf(type);
  if (property === undefined) return undefined;
  const name = after[property];
  return typeof name === 'string' && before[property] === name ? name : undefined;
}
