import { parseTemplate } from '../src/template/read-template.ts';
import { expandSam } from '../src/template/sam/expand-sam.ts';
import { withGlobals } from '../src/template/sam/globals.ts';
import { readSections } from '../src/template/sections.ts';
import type { Mapping } from '../src/template/value.ts';

/** Expands the resources of a template in YAML, parameters and conditions left out. */
export function expand(text: string) {
  const problems: string[] = [];
  const { Resources, Globals } = readSections(parseTemplate(text, 't.yaml')).template;
  const resources = Object.entries(Resources).map(([logicalId, { Type, Properties, DependsOn }]) => ({
    logicalId,
    type: Type,
    properties: withGlobals(Type, Properties, Globals),
    dependsOn: DependsOn,
  }));
  const expansion = expandSam({ globals: Globals, resources, folder: '/app' }, (place, sentence) =>
    problems.push(`${place}: ${sentence}`),
  );
  const made: Record<string, { type: string; properties: Mapping }> = {};
  for (const { logicalId, type, properties } of expansion.resources.values())
    made[logicalId] = { type, properties };
  /** What a resource comes after, by logical id. */
  const after = (logicalId: string): string[] => expansion.resources.get(logicalId)?.dependsOn ?? [];
  return { made, problems, after };
}

/** A template with a function `Fn` that has these further properties. */
export const fn = (more: string): string => `
Resources:
  Queue: { Type: AWS::SQS::Queue }
  Table: { Type: AWS::DynamoDB::Table }
  Pool: { Type: AWS::Cognito::UserPool }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: dist/fn
      Handler: index.handler
      Runtime: nodejs24.x
      ${more.trim().replaceAll('\n', '\n      ')}
`;

export const fnArn = { 'Fn::GetAtt': ['Fn', 'Arn'] };
