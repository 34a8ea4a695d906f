import type { Mapping } from '../template/value.ts';
import { undeliverable } from './deliverable.ts';

const resource = (logicalId: string, type: string, properties: Mapping = {}) => ({
  ...{ logicalId, type, properties },
  dependsOn: [],
});
const resources = new Map([
  ['Bucket', resource('Bucket', 'AWS::S3::Bucket')],
  ['Topic', resource('Topic', 'AWS::SNS::Topic')],
]);
const arnOf = (logicalId: string): Mapping => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

describe('undeliverable', () => {
  it.each<[string, Mapping, string[]]>([
    [
      'AWS::Events::Rule',
      { Targets: [{ Arn: arnOf('Bucket') }, { Arn: { Ref: 'Topic' } }] },
      ['Targets.0.Arn: is of s3'],
    ],
    [
      'AWS::Events::Rule',
      { Targets: [{ Arn: 'arn:aws:kinesis:x:1:stream/y' }] },
      ['Targets.0.Arn: is of kinesis'],
    ],
    ['AWS::Events::Rule', { Targets: [{ Arn: { Ref: 'SomeParameter' } }] }, []],
    ['AWS::Lambda::EventSourceMapping', { EventSourceArn: { Ref: 'Topic' } }, ['EventSourceArn: is of sns']],
    [
      'AWS::Lambda::EventInvokeConfig',
      {
        DestinationConfig: {
          OnSuccess: { Destination: arnOf('Bucket') },
          OnFailure: { Destination: { Ref: 'Topic' } },
        },
      },
      ['DestinationConfig.OnSuccess.Destination: is of s3'],
    ],
  ])('says of %s with %j what the sandbox does not have', (type, properties, sentences) => {
    const found = undeliverable(resource('X', type, properties), { resources, now: 0 });
    expect(found.map(({ path, sentence }) => `${path.join('.')}: ${sentence}`)).toEqual(
      sentences.map((sentence) =>
        expect.stringContaining(`${sentence}, which the sandbox does not have here; it has`),
      ),
    );
  });
});
