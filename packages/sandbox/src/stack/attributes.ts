import { substitutedNames } from '../template/intrinsics.ts';
import type { Resource } from '../template/sam/expansion.ts';
import { intrinsicOf, isMapping, type Value } from '../template/value.ts';

/** What `!GetAtt` finds of each type that the sandbox makes. */
export const attributesOfTypes: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': ['ApiId', 'ApiEndpoint'],
  'AWS::ApiGatewayV2::Stage': [],
  'AWS::CloudFront::CachePolicy': ['Id'],
  'AWS::CloudFront::Distribution': ['Id', 'DomainName', 'Arn'],
  'AWS::CloudFront::Function': ['FunctionARN', 'Stage', 'FunctionMetadata.FunctionARN'],
  'AWS::CloudFront::OriginAccessControl': ['Id'],
  'AWS::CloudFront::OriginRequestPolicy': ['Id'],
  'AWS::CloudFront::ResponseHeadersPolicy': ['Id'],
  'AWS::CloudWatch::Alarm': ['Arn'],
  'AWS::CodeDeploy::DeploymentConfig': [],
  'AWS::CodeDeploy::DeploymentGroup': [],
  'AWS::Cognito::UserPool': ['Arn', 'ProviderName', 'ProviderURL', 'UserPoolId'],
  'AWS::Cognito::UserPoolClient': ['ClientId', 'Name'],
  'AWS::DynamoDB::Table': ['Arn', 'StreamArn'],
  'AWS::Events::Archive': ['Arn'],
  'AWS::Events::EventBus': ['Arn', 'Name'],
  'AWS::Events::EventBusPolicy': [],
  'AWS::Events::Rule': ['Arn'],
  'AWS::IAM::ManagedPolicy': ['PolicyArn'],
  'AWS::IAM::Policy': ['Id'],
  'AWS::IAM::Role': ['Arn', 'RoleId'],
  'AWS::Lambda::Alias': ['AliasArn'],
  'AWS::Lambda::EventInvokeConfig': [],
  'AWS::Lambda::EventSourceMapping': ['Id', 'EventSourceMappingArn'],
  'AWS::Lambda::Function': ['Arn'],
  'AWS::Lambda::Permission': ['Id'],
  'AWS::Lambda::Version': ['Version', 'FunctionArn'],
  'AWS::Logs::LogGroup': ['Arn'],
  'AWS::Logs::MetricFilter': [],
  'AWS::S3::Bucket': ['Arn', 'DomainName', 'RegionalDomainName', 'DualStackDomainName', 'WebsiteURL'],
  'AWS::S3::BucketPolicy': [],
  'AWS::SES::ConfigurationSet': [],
  'AWS::SES::ConfigurationSetEventDestination': ['Id'],
  'AWS::SES::EmailIdentity': ['EmailIdentity'],
  'AWS::SNS::Subscription': ['Arn'],
  'AWS::SNS::Topic': ['TopicArn', 'TopicName'],
  'AWS::SNS::TopicPolicy': ['Id'],
  'AWS::SQS::Queue': ['Arn', 'QueueName', 'QueueUrl'],
  'AWS::SQS::QueuePolicy': ['Id'],
  'AWS::SSM::Parameter': ['Type', 'Value'],
};

interface Wanted {
  place: string;
  logicalId: string;
  attribute: string;
}

/** Every attribute that a value asks for. */
function wantedIn(value: Value, place: string): Wanted[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => wantedIn(item, `${place}[${index}]`));
  if (!isMapping(value)) return [];
  const intrinsic = intrinsicOf(value);
  if (intrinsic?.name === 'Fn::GetAtt' && Array.isArray(intrinsic.argument)) {
    const [logicalId, attribute] = intrinsic.argument;
    return [{ place, logicalId: String(logicalId), attribute: String(attribute) }];
  }
  if (intrinsic?.name === 'Fn::Sub') {
    const [text, own] = Array.isArray(intrinsic.argument) ? intrinsic.argument : [intrinsic.argument];
    const bound = isMapping(own) ? own : {};
    const names = typeof text === 'string' ? substitutedNames(text) : [];
    const free = names
      .filter((name) => name.includes('.') && !Object.hasOwn(bound, name))
      .map((name) => ({
        place,
        logicalId: name.slice(0, name.indexOf('.')),
        attribute: name.slice(name.indexOf('.') + 1),
      }));
    return [...free, ...wantedIn(bound, place)];
  }
  return Object.entries(value).flatMap(([key, member]) => wantedIn(member, `${place}.${key}`));
}

/** Says which attributes a value asks for that their resources do not have. */
export function missingAttributes(
  value: Value,
  place: string,
  resources: ReadonlyMap<string, Resource>,
): string[] {
  return wantedIn(value, place).flatMap(({ place: at, logicalId, attribute }) => {
    const known = attributesOfTypes[resources.get(logicalId)?.type ?? ''];
    if (!known || known.includes(attribute)) return [];
    const has = known.length > 0 ? `it has ${known.join(', ')}` : 'it has none';
    return [`${at}: ${logicalId} has no attribute ${attribute} here; ${has}.`];
  });
}
