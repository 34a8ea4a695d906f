import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import type { ResourceProvider, ResourceRequest } from '../core/resource.ts';
import { TemplateError } from '../template/template-error.ts';
import { checkStack } from './stack.ts';
import { makeStackRecords } from './stack-records.ts';

const properties = z.strictObject({
  Name: z.string().optional(),
  Size: z.number().optional(),
  On: z.boolean().optional(),
  Off: z.literal(false).optional(),
  Uses: z.unknown().optional(),
});

let folder: string;
/** What the provider of `Test::Thing` was asked for, in order. */
let applied: ResourceRequest<z.infer<typeof properties>>[];

const things: ResourceProvider<z.infer<typeof properties>> = {
  type: 'Test::Thing',
  properties,
  apply(request) {
    if (request.properties.Name === 'broken') throw new Error('it broke');
    applied.push(request);
    return { ref: request.physicalName, attributes: { Arn: `arn:${request.logicalId}` } };
  },
  remove: () => undefined,
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stack-'));
  applied = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

const records = () => makeStackRecords(() => 0);
const world = { region: 'us-east-1', accountId: '000000000000', now: () => 0 };

function check(text: string, parameters: Record<string, string> = {}, stackRecords = records()) {
  write('template.yaml', text);
  return checkStack(
    { templateFile: path.join(folder, 'template.yaml'), stackName: 'app', parameters },
    {
      world,
      providers: new Map([[things.type, things]]),
      records: stackRecords,
      applied: { all: () => [], save: () => undefined },
      known: new Set(),
    },
  );
}

const order = (): string[] => applied.map(({ logicalId }) => logicalId);

describe('checkStack', () => {
  it('makes each resource after those that it needs, otherwise in the order of the template', async () => {
    const { outputs } = await check(`
Resources:
  A: { Type: Test::Thing, Properties: { Name: !GetAtt C.Arn } }
  B: { Type: Test::Thing, DependsOn: D }
  C: { Type: Test::Thing, Properties: { Name: !Sub 'x-\${D}' } }
  D: { Type: Test::Thing }
Outputs:
  Name: { Value: !GetAtt A.Arn }
  Id: { Value: !Ref AWS::StackName }
`).make();
    expect(order()).toEqual(['D', 'C', 'A', 'B']);
    expect(applied.map(({ properties: { Name } }) => Name)).toEqual([
      undefined,
      'x-app-D',
      'arn:C',
      undefined,
    ]);
    expect(applied[0]).toMatchObject({ stackName: 'app', physicalName: 'app-D' });
    expect(outputs).toEqual({ Name: 'arn:A', Id: 'app' });
  });

  it('names the resources of a cycle', () => {
    const text = `
Resources:
  A: { Type: Test::Thing, Properties: { Name: !Ref B } }
  B: { Type: Test::Thing, DependsOn: [C] }
  C: { Type: Test::Thing, Properties: { Name: !Sub '\${A.Arn}' } }`;
    expect(() => check(text)).toThrow('Resources.A: the resources need one another: A → B → C → A.');
  });

  it('leaves out what has a false condition, and names who refers to it all the same', async () => {
    const text = (more: string): string => `
Conditions: { Never: !Equals [a, b] }
Resources:
  A: { Type: Test::Thing, Condition: Never }
  B: { Type: Test::Thing, DependsOn: A, Properties: { Name: !If [Never, !Ref A, !Ref AWS::NoValue] } }
${more}`;
    await check(text('')).make();
    expect(order()).toEqual(['B']);
    expect(() => check(text('  C: { Type: Test::Thing, Properties: { Name: !Ref A } }'))).toThrow(
      'Resources.C.Properties.Name: refers to A, whose condition is false; put the reference',
    );
  });

  it('lists everything that is wrong, in nested templates too, and makes nothing', () => {
    write(
      'inner/template.yaml',
      'Resources: { X: { Type: Test::Thing, Properties: { Nam: x } }, Y: { Type: No::Such } }',
    );
    const failure = (): unknown => {
      try {
        return check(`
Resources:
  A: { Type: Test::Thing, Properties: { Name: !Ref Misspelt } }
  B: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: inner/template.yaml } }
  C: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: https://example.com/x } }
  D: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: nowhere.yaml } }`);
      } catch (error) {
        return error;
      }
    };
    expect(failure()).toMatchObject({
      problems: [
        expect.stringContaining('Resources.A.Properties.Name: there is no parameter or resource Misspelt;'),
        expect.stringContaining('inner/template.yaml: Resources.X.Properties: "Nam" is not supported;'),
        expect.stringContaining(
          'inner/template.yaml: Resources.Y: the resource type No::Such is not supported',
        ),
        expect.stringContaining('Resources.C.Properties.TemplateURL: must be a local file.'),
        expect.stringContaining('nowhere.yaml: there is no such template file.'),
      ],
    });
    expect(applied).toEqual([]);
  });

  const problemsOf = (text: string): string[] => {
    try {
      check(text);
      return [];
    } catch (error) {
      if (error instanceof TemplateError)
        return error.problems.map((problem) => problem.replace(/^.*?template\.yaml: /, ''));
      throw error;
    }
  };

  it('says each fault once, where its author finds it, and nothing that follows from what is not supported', () => {
    const text = `
Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Colour: red, Runtime: nodejs24.x } }
Conditions: { Bad: !Equals [!Ref Nobody, x] }
Resources:
  Subnet: { Type: AWS::EC2::Subnet, Properties: { Zone: !Select [0, !GetAZs ''], Cidr: !Reff X } }
  A: { Type: Test::Thing, Condition: Bad, Properties: { Size: !Reff X, Name: !Ref Subnet, Nam: x } }
  Image: { Type: AWS::Serverless::Function, Properties: { PackageType: Image, ImageUri: x, Events: { E: { Type: Api } } } }
  Away: { Type: AWS::Serverless::Function, Properties: { CodeUri: 's3://bucket/key', Handler: a.b } }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: exports.handler = async () => 1
      Handler: index.handler
      Events:
        Rule: { Type: EventBridgeRule, Properties: { Pattern: { source: x } } }
        Soon: { Type: Schedule, Properties: { Schedule: rate(1 minutes) } }
        Work: { Type: SQS, Properties: { Queue: !GetAtt Nobody.Arn } }`;
    const said = problemsOf(text).filter(
      (problem) => !/the resource type AWS::(Lambda|IAM|Events)/.test(problem),
    );
    expect(said).toEqual([
      expect.stringMatching(
        /^Conditions\.Bad: Nobody is no parameter; a condition depends on parameters alone/,
      ),
      expect.stringMatching(/^Resources\.A\.Properties\.Size: there is no intrinsic function Fn::Reff;/),
      expect.stringMatching(/^Globals\.Function\.Colour: cannot stand in Globals;/),
      expect.stringMatching(
        /^Resources\.Image\.Properties\.PackageType: is Image; the sandbox runs code from a folder/,
      ),
      expect.stringMatching(/^Resources\.Image\.Properties\.Events\.E\.Type: the event type Api/),
      expect.stringMatching(
        /^Resources\.Away\.Properties\.CodeUri: must be a local folder, not a place in S3/,
      ),
      expect.stringMatching(
        /^Resources\.Fn\.Properties\.Events\.Work\.Properties\.Queue: there is no parameter or resource Nobody/,
      ),
      expect.stringMatching(/^Resources\.Subnet: the resource type AWS::EC2::Subnet is not supported/),
      expect.stringMatching(/^Resources\.A\.Properties: "Nam" is not supported/),
      expect.stringMatching(
        /^Resources\.Fn\.Properties\.Events\.Rule\.Properties\.Pattern: is no event pattern/,
      ),
      expect.stringMatching(
        /^Resources\.Fn\.Properties\.Events\.Soon\.Properties\.Schedule: is "rate\(1 minutes\)"/,
      ),
    ]);
  });

  it('names a loop where it stands, or the macro that it needs, and misses nothing that they would make', () => {
    const text = (transform: string): string => `
${transform}
Resources:
  'Fn::ForEach::Each': [Name, [a, b], { 'Thing\${Name}': { Type: Test::Thing } }]
  A: { Type: Test::Thing, Properties: { Name: !Ref Thinga } }
Outputs: { B: { Value: !GetAtt Thingb.Arn } }`;
    expect(problemsOf(text(''))).toEqual([
      'Resources.Fn::ForEach::Each: Fn::ForEach is not supported; write out what it stands for.',
    ]);
    expect(problemsOf(text('Transform: AWS::LanguageExtensions'))).toEqual([
      expect.stringMatching(/^Transform: the macro AWS::LanguageExtensions is not supported/),
    ]);
  });

  it('names a fault of a section, of a parameter, of a function and of its events in one message', () => {
    const text = `
Transform: AWS::Serverless-2016-10-31
Hooks: {}
Parameters: { Named: { Type: String }, Odd: { Tpe: String } }
Conditions: { Never: !Equals [!Ref Named, x] }
Resources:
  A: { Type: Test::Thing, Condition: Never, Properties: { Size: big } }
  B: { Type: Test::Thing, Properties: { Name: !Ref A, Size: big, Uses: !Ref Odd } }
  Fn:
    Type: AWS::Serverless::Function
    Properties: { Colour: red, Events: { One: { Type: Nothing }, Two: { Type: SQS, Properties: { Colour: red } } } }
Outputs: { A: { Value: !Ref A }, Id: { Vale: 1 } }`;
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^Parameters\.Odd\.Type: is missing; it takes text/),
      expect.stringMatching(/^Parameters\.Odd: "Tpe" is not supported/),
      expect.stringMatching(/^Outputs\.Id\.Value: is missing/),
      expect.stringMatching(/^Outputs\.Id: "Vale" is not supported/),
      expect.stringMatching(/^"Hooks" is not supported/),
      expect.stringMatching(/^Parameters\.Named: has no default/),
      expect.stringMatching(/^Resources\.Fn\.Properties: "Colour" is not supported/),
      expect.stringMatching(/^Resources\.Fn\.Properties\.Events\.One\.Type: the event type Nothing/),
      expect.stringMatching(/^Resources\.Fn\.Properties\.Events\.Two\.Properties\.Queue: is missing/),
      expect.stringMatching(/^Resources\.Fn\.Properties\.Events\.Two\.Properties: "Colour" is not supported/),
      expect.stringMatching(/^Resources\.B\.Properties\.Size: is "big"; it takes a number/),
      expect.stringMatching(/^Resources\.FnRole: the resource type AWS::IAM::Role/),
      expect.stringMatching(/^Resources\.Fn: the resource type AWS::Lambda::Function/),
    ]);
  });

  it('says nothing of names that are absent because of what it said already', () => {
    const text = `
Transform: AWS::Serverless-2016-10-31
Parameters: { Named: { Type: String } }
Resources:
  Items: { Type: AWS::Serverless::Nothing }
  Fn: { Type: AWS::Serverless::Function, Properties: { Events: { Call: { Type: Api } } } }
  B: { Type: Test::Thing, Properties: { Name: !Sub '\${Items.Arn}-\${Named}-\${ServerlessRestApi}' } }
Outputs: { A: { Value: !GetAtt Items.Arn }, B: { Value: !Select [1, !Split ['/', !Ref Named]] } }`;
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^Parameters\.Named: has no default/),
      expect.stringMatching(/^Resources\.Items: the type AWS::Serverless::Nothing/),
      expect.stringMatching(/^Resources\.Fn\.Properties\.Events\.Call\.Type: the event type Api/),
      expect.stringMatching(/^Resources\.FnRole: the resource type AWS::IAM::Role/),
      expect.stringMatching(/^Resources\.Fn: the resource type AWS::Lambda::Function/),
    ]);
  });

  it('takes a misspelt name for what it is, also where it begins like one that was dropped', () => {
    expect(
      problemsOf('Resources: { N: 5 }\nOutputs: { A: { Value: !Ref Nothing }, B: { Value: !Ref N } }'),
    ).toEqual([
      expect.stringMatching(/^Resources\.N: is 5; it takes a mapping/),
      expect.stringMatching(/^Outputs\.A: there is no parameter or resource Nothing;/),
    ]);
  });

  it('notes in one line what has no effect', () => {
    const { notes } = check(`
Resources:
  Lake: { Type: AWS::KinesisFirehose::DeliveryStream }
  Board: { Type: AWS::CloudWatch::Dashboard }
  Other: { Type: AWS::KinesisFirehose::DeliveryStream }`);
    expect(notes).toEqual([
      'Without effect here: Lake, Other (AWS::KinesisFirehose::DeliveryStream: events are not archived for queries here); ' +
        'Board (AWS::CloudWatch::Dashboard: nobody watches it here).',
    ]);
  });

  it('refuses a template that nests itself', () => {
    expect(() =>
      check(
        'Resources: { A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: template.yaml } } }',
      ),
    ).toThrow(/Resources\.A\.Properties\.TemplateURL: template\.yaml is nested in itself\./);
  });

  it('hands parameters into a nested stack, also those known only later, and its outputs out', async () => {
    write(
      'inner/template.yaml',
      `
Parameters:
  Name: { Type: String, AllowedPattern: 'app-.*' }
Conditions: { Later: !Equals [!Ref Name, app-First] }
Resources:
  Inner: { Type: Test::Thing, Properties: { Name: !Ref Name } }
  Extra: { Type: Test::Thing, Condition: Later }
Outputs:
  Arn: { Value: !GetAtt Inner.Arn }`,
    );
    const { outputs } = await check(`
Resources:
  Nested: { Type: AWS::Serverless::Application, Properties: { Location: inner/template.yaml, Parameters: { Name: !Ref First } } }
  First: { Type: Test::Thing }
  Last: { Type: Test::Thing, Properties: { Name: !GetAtt Nested.Outputs.Arn } }
Outputs: { Arn: { Value: !GetAtt Nested.Outputs.Arn } }`).make();
    expect(order()).toEqual(['First', 'Inner', 'Extra', 'Last']);
    expect(applied[1]).toMatchObject({
      stackName: 'app-Nested',
      physicalName: 'app-Nested-Inner',
      properties: { Name: 'app-First' },
    });
    expect(outputs).toEqual({ Arn: 'arn:Inner' });
  });

  it('cuts a name that AWS would refuse, and keeps it apart from its like', async () => {
    const long = 'L'.repeat(70);
    await check(`Resources: { ${long}A: { Type: Test::Thing }, ${long}B: { Type: Test::Thing } }`).make();
    const [a = '', b = ''] = applied.map(({ physicalName }) => physicalName);
    expect(a).toMatch(/^app-L{51}-[0-9a-f]{8}$/);
    expect(b).not.toBe(a);
  });

  it('takes text for numbers and booleans, and numbers for text, as CloudFormation does', async () => {
    const text = `
Parameters: { Size: { Type: Number, Default: 5 } }
Resources: { A: { Type: Test::Thing, Properties: { Name: 12, Size: !Ref Size, 'On': 'true', 'Off': 'false' } } }`;
    await check(text).make();
    expect(applied[0]?.properties).toEqual({ Name: '12', Size: 5, On: true, Off: false });
  });

  it('says which resource a value of the wrong type, or a failure, belongs to', async () => {
    const thing = (members: string): string =>
      `Resources: { A: { Type: Test::Thing, Properties: { ${members} } } }`;
    expect(() => check(thing('Size: big'))).toThrow(
      /template\.yaml: Resources\.A\.Properties\.Size: is "big"; it takes a number\./,
    );
    await expect(check(thing('Name: broken')).make()).rejects.toThrow(
      /template\.yaml: Resources\.A \(Test::Thing\): it broke/,
    );
  });

  it('accepts resources without effect and says so in the records', async () => {
    const stackRecords = records();
    const { outputs } = await check(
      `
Resources:
  Lake: { Type: AWS::KinesisFirehose::DeliveryStream }
  Alarm: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmDescription: !Ref Lake } }
Outputs: { Alarm: { Value: !GetAtt Alarm.Arn }, Lake: { Value: !Ref Lake }, Arn: { Value: !GetAtt Lake.Arn } }`,
      {},
      stackRecords,
    ).make();
    expect(outputs).toEqual({
      Alarm: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:app-Alarm',
      Lake: 'app-Lake',
      Arn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/app-Lake',
    });
    expect(stackRecords.find('app')?.resources).toMatchObject([
      { logicalId: 'Lake', reason: 'events are not archived for queries here' },
      { logicalId: 'Alarm', reason: 'nobody watches it here' },
    ]);
  });
});
