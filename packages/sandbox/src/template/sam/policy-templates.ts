// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its variables like this
import type { ReportProblem } from '../template-error.ts';
import { isMapping, type Mapping, scalarText, type Value } from '../value.ts';
import { policyTemplates } from './policy-template-table.ts';

/** Whole ARNs, buckets and hosted zones have their own forms; everything else is of the stack's region and account. */
function resourceOf(text: string): Value {
  if (text === '*') return text;
  if (text.startsWith('${')) return { 'Fn::Sub': [text, {}] };
  const [service = '', ...rest] = text.split(':');
  const place = ['s3', 'route53'].includes(service) ? ':' : '${AWS::Region}:${AWS::AccountId}';
  return { 'Fn::Sub': [`arn:\${AWS::Partition}:${service}:${place}:${rest.join(':')}`, {}] };
}

/** The policy document that `{ DynamoDBReadPolicy: { TableName: … } }` stands for. */
export function policyFromTemplate(
  policy: Mapping,
  place: string,
  report: ReportProblem,
): Mapping | undefined {
  const [name = '', ...others] = Object.keys(policy);
  const template = others.length === 0 ? policyTemplates.get(name) : undefined;
  if (!template) {
    const like = [...policyTemplates.keys()].filter((each) => each.slice(0, 3) === name.slice(0, 3));
    report(
      place,
      `${name} is no SAM policy template${like.length > 0 ? ` (there are ${like.join(', ')})` : ''}; a policy is such a template, a document with Statement, or the name or ARN of a managed policy.`,
    );
    return undefined;
  }
  const given = policy[name];
  const values: Mapping = {};
  for (const parameter of template.parameters) {
    const value = isMapping(given) ? given[parameter] : undefined;
    if (value === undefined || !(isMapping(value) || scalarText(value) !== undefined)) {
      report(place, `${name} needs its parameter ${parameter}.`);
      return undefined;
    }
    values[parameter] = value;
  }
  const withValues = (value: Value): Value => {
    const [text] = isMapping(value) && Array.isArray(value['Fn::Sub']) ? value['Fn::Sub'] : [];
    if (typeof text !== 'string') return value;
    const used = Object.entries(values).filter(([parameter]) => text.includes(`\${${parameter}}`));
    return { 'Fn::Sub': [text, Object.fromEntries(used)] };
  };
  const statements = template.statements.map(({ actions, resources, condition }): Mapping => {
    const [only, ...more] = resources.map((text) => withValues(resourceOf(text)));
    return {
      ...{
        Effect: 'Allow',
        Action: actions,
        Resource: only !== undefined && more.length === 0 ? only : [only ?? '*', ...more],
      },
      ...(condition && {
        Condition: { StringEquals: { [condition.key]: withValues(resourceOf(condition.value)) } },
      }),
    };
  });
  return { Statement: statements };
}
