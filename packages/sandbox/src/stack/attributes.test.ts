// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its variables like this
import type { Value } from '../template/value.ts';
import { missingAttributes } from './attributes.ts';

const resources = new Map(
  [
    { logicalId: 'Queue', type: 'AWS::SQS::Queue' },
    { logicalId: 'Policy', type: 'AWS::S3::BucketPolicy' },
    { logicalId: 'Nested', type: 'AWS::CloudFormation::Stack' },
  ].map((each) => [each.logicalId, { ...each, properties: {}, dependsOn: [] }]),
);

describe('missingAttributes', () => {
  it.each<[Value, string[]]>([
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, []],
    [
      { 'Fn::GetAtt': ['Queue', 'Url'] },
      ['At: Queue has no attribute Url here; it has Arn, QueueName, QueueUrl.'],
    ],
    [
      { a: [{ 'Fn::GetAtt': ['Policy', 'Arn'] }] },
      ['At.a[0]: Policy has no attribute Arn here; it has none.'],
    ],
    [
      { 'Fn::Sub': '${Queue.Nam}-${Queue}' },
      ['At: Queue has no attribute Nam here; it has Arn, QueueName, QueueUrl.'],
    ],
    [
      { 'Fn::Sub': ['${A.B}', { 'A.B': { 'Fn::GetAtt': ['Queue', 'Nam'] } }] },
      [expect.stringContaining('At.A.B: Queue')],
    ],
    [{ 'Fn::GetAtt': ['Nested', 'Outputs.X'] }, []],
  ])('finds in %j what its resource does not have', (value, sentences) => {
    expect(missingAttributes(value, 'At', resources)).toEqual(sentences);
  });
});
