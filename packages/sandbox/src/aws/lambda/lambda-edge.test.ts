import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { eventually } from '../../../../testing/src/eventually.ts';
import { lambdaFixture } from '../../../test/lambda-fixture.ts';
import { someone } from '../../../test/someone.ts';
import type { Mapping } from '../../template/value.ts';

const fixture = lambdaFixture();
let server: Server;
let client: LambdaClient;

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    fixture.lambda.edge
      .handle({ request, response, url, requestId: 'request-1', signedFor: 'lambda', caller: someone })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new LambdaClient({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  await fixture.define(
    'Echo',
    'exports.handler = async (event, { invokedFunctionArn }) => { console.log("seen"); if (event.bad) throw new Error("bad"); return { event, invokedFunctionArn }; };',
    {
      ReservedConcurrentExecutions: 5,
    },
  );
  const version = await fixture.apply('AWS::Lambda::Version', 'EchoVersion', { FunctionName: 'app-Echo' });
  await fixture.apply('AWS::Lambda::Alias', 'EchoAlias', {
    FunctionName: 'app-Echo',
    FunctionVersion: version.attributes.Version,
    Name: 'live',
  });
  fixture.lambda.start();
});
afterAll(async () => {
  client.destroy();
  server.close();
  await fixture.stop();
});

const invoke = (input: Partial<ConstructorParameters<typeof InvokeCommand>[0]>) =>
  client.send(new InvokeCommand({ FunctionName: 'Echo', ...input }));

describe('makeLambdaEdge, called by the SDK', () => {
  it('invokes by logical id, name, partial ARN and alias, and returns the log tail', async () => {
    for (const FunctionName of ['Echo', 'app-Echo', '123456789012:function:app-Echo']) {
      const { Payload, StatusCode } = await invoke({ FunctionName, Payload: '{"a":1}' });
      expect(StatusCode).toBe(200);
      expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({ event: { a: 1 } });
    }
    const { Payload, ExecutedVersion, LogResult } = await invoke({ Qualifier: 'live', LogType: 'Tail' });
    expect(ExecutedVersion).toBe('1');
    expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({
      event: {},
      invokedFunctionArn: expect.stringMatching(/:app-Echo:live$/),
    });
    const tail = Buffer.from(LogResult ?? '', 'base64').toString();
    expect(tail).toMatch(/^START .+ Version: 1\n.+INFO\tseen\nEND .+\nREPORT /);
  });

  it('marks a function error and keeps the status 200', async () => {
    const { FunctionError, StatusCode, Payload } = await invoke({ Payload: '{"bad":true}' });
    expect({ FunctionError, StatusCode }).toEqual({ FunctionError: 'Unhandled', StatusCode: 200 });
    expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({ errorMessage: 'bad' });
  });

  it('stores an event and answers 202, tries nothing at a dry run', async () => {
    const before = fixture.lines('Echo').length;
    expect((await invoke({ InvocationType: 'DryRun' })).StatusCode).toBe(204);
    expect(fixture.lines('Echo')).toHaveLength(before);
    expect((await invoke({ InvocationType: 'Event', Payload: '{"later":true}' })).StatusCode).toBe(202);
    await eventually(() => fixture.lines('Echo').length > before);
  });

  it('describes functions', async () => {
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['app-Echo']);
    const { Configuration, Concurrency } = await client.send(
      new GetFunctionCommand({ FunctionName: 'Echo' }),
    );
    expect(Configuration).toMatchObject({ Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 3 });
    expect(Concurrency?.ReservedConcurrentExecutions).toBe(5);
    expect(
      (await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'Echo', Qualifier: 'live' })))
        .Version,
    ).toBe('1');
  });

  it('publishes versions and routes aliases', async () => {
    const FunctionName = 'Echo';
    const published = await client.send(new PublishVersionCommand({ FunctionName }));
    expect(published).toMatchObject({ Version: '1', CodeSha256: expect.stringMatching(/^.{43}=$/) });
    await fixture.define('Echo', 'exports.handler = async () => "second";', {
      ReservedConcurrentExecutions: 5,
    });
    const second = await client.send(new PublishVersionCommand({ FunctionName, Description: 'second' }));
    expect(second).toMatchObject({ Version: '2', Description: 'second' });
    const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions?.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2']);

    const Name = 'canary';
    await client.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion: '1' }));
    const RoutingConfig = { AdditionalVersionWeights: { 2: 0.1 } };
    await client.send(new UpdateAliasCommand({ FunctionName, Name, RoutingConfig }));
    const alias = await client.send(new GetAliasCommand({ FunctionName, Name }));
    expect(alias).toMatchObject({ FunctionVersion: '1', RoutingConfig });
    await expect(
      client.send(new UpdateAliasCommand({ FunctionName, Name, RevisionId: 'another' })),
    ).rejects.toMatchObject({ name: 'PreconditionFailedException' });
    await expect(
      client.send(new UpdateAliasCommand({ FunctionName, Name, FunctionVersion: '7' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const tooMuch = { AdditionalVersionWeights: { 2: 1.5 } };
    await expect(
      client.send(new UpdateAliasCommand({ FunctionName, Name, RoutingConfig: tooMuch })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    await client.send(
      new UpdateAliasCommand({
        FunctionName,
        Name,
        FunctionVersion: '2',
        RoutingConfig: { AdditionalVersionWeights: {} },
      }),
    );
    const { Payload, ExecutedVersion } = await invoke({ Qualifier: Name });
    expect([ExecutedVersion, Payload?.transformToString()]).toEqual(['2', '"second"']);
    const { Aliases } = await client.send(new ListAliasesCommand({ FunctionName }));
    expect(Aliases?.map((one) => one.Name).sort()).toEqual(['canary', 'live']);
    await client.send(new DeleteAliasCommand({ FunctionName, Name }));
    await expect(client.send(new GetAliasCommand({ FunctionName, Name }))).rejects.toThrow(
      'Cannot find alias',
    );
  });

  it('answers errors in the shape of Lambda', async () => {
    await expect(invoke({ FunctionName: 'Nobody' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(invoke({ Payload: '{' })).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
    await expect(invoke({ Payload: JSON.stringify('x'.repeat(6 * 1024 * 1024)) })).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    });
    await expect(
      client.send(new ListTagsCommand({ Resource: 'arn:aws:lambda:eu-central-1:123456789012:function:x' })),
    ).rejects.toMatchObject({
      message: expect.stringContaining('has no lambda operation GET'),
    });
  });

  it('names the candidates of an ambiguous logical id', async () => {
    const provider = fixture.lambda.resources.find(({ type }) => type === 'AWS::Lambda::Function');
    const properties = provider?.properties.parse({
      Code: { LocalPath: fixture.folder },
      Handler: 'a.b',
      Runtime: 'nodejs24.x',
      Role: 'r',
    });
    await provider?.apply({
      logicalId: 'Echo',
      stackName: 'app-Other',
      physicalName: 'app-Other-Echo',
      properties,
    });
    await expect(invoke({})).rejects.toThrow('app-Echo, app-Other-Echo');
  });

  it('says before anything is made that code is missing and which languages it runs', () => {
    const provider = fixture.lambda.resources.find(({ type }) => type === 'AWS::Lambda::Function');
    const sentences = (properties: Mapping): string[] =>
      (provider?.faults?.(properties) ?? []).map(({ path, sentence }) => `${path.join('.')}: ${sentence}`);
    expect(sentences({ Code: { LocalPath: '/nowhere' }, Runtime: 'nodejs24.x' })).toEqual([
      'CodeUri: names the folder /nowhere, which is not there: run the build first',
    ]);
    expect(sentences({ Code: { LocalPath: fixture.folder }, Runtime: 'java21' })).toEqual([
      'Runtime: is java21, and the sandbox runs Node.js, Python and provided.al2023 alone, such as nodejs24.x',
    ]);
    expect(sentences({ Code: { LocalPath: fixture.folder }, Runtime: 'provided.al2023' })).toEqual([]);
  });

  it('hands the client context to the function, and refuses what is none', async () => {
    await fixture.define(
      'Context',
      'exports.handler = async (_event, context) => context.clientContext ?? null;',
    );
    const ask = async (ClientContext?: string) => {
      const { Payload } = await invoke({ FunctionName: 'app-Context', ClientContext });
      return JSON.parse(Buffer.from(Payload ?? '').toString());
    };
    const sent = { custom: { foo: 'bar' }, env: { locale: 'de' } };
    expect(await ask(Buffer.from(JSON.stringify(sent)).toString('base64'))).toEqual(sent);
    expect(await ask()).toBeNull();
    await expect(ask('e30')).resolves.toEqual({});
    await expect(ask(Buffer.from('no JSON').toString('base64'))).rejects.toThrow(
      'valid Base64-encoded JSON object',
    );
  });

  it('lists event source mappings by source and function, in pages, and describes one', async () => {
    const Queue = 'arn:aws:sqs:eu-central-1:123456789012:jobs';
    const map = (logicalId: string, FunctionName: string) =>
      fixture.apply('AWS::Lambda::EventSourceMapping', logicalId, {
        ...{ EventSourceArn: Queue, FunctionName, BatchSize: 5, Enabled: false },
        FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] },
      });
    const { ref: first } = await map('First', 'app-Echo');
    await map('Second', 'app-Echo:live');
    const list = async (more: object = {}) => await client.send(new ListEventSourceMappingsCommand(more));
    const one = (await list({ FunctionName: 'app-Echo', EventSourceArn: Queue, MaxItems: 1 })) as Awaited<
      ReturnType<typeof list>
    >;
    expect(one.EventSourceMappings).toMatchObject([
      {
        UUID: first,
        EventSourceArn: Queue,
        FunctionArn: expect.stringMatching(/:function:app-Echo$/),
        State: 'Disabled',
        BatchSize: 5,
        FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] },
      },
    ]);
    expect((await list({ Marker: one.NextMarker })).EventSourceMappings).toHaveLength(1);
    expect((await list({ FunctionName: 'app-Echo:live' })).EventSourceMappings).toHaveLength(1);
    expect((await list({ EventSourceArn: `${Queue}2` })).EventSourceMappings).toEqual([]);
    const found = await client.send(new GetEventSourceMappingCommand({ UUID: first }));
    expect(found.EventSourceMappingArn).toMatch(/:event-source-mapping:/);
    await expect(client.send(new GetEventSourceMappingCommand({ UUID: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
  });

  it('shows the policy of a function or an alias, which the template wrote', async () => {
    const get = (FunctionName: string) => client.send(new GetPolicyCommand({ FunctionName }));
    await expect(get('app-Echo')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await fixture.apply('AWS::Lambda::Permission', 'Allowed', {
      ...{ FunctionName: 'app-Echo', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' },
      ...{ SourceArn: 'arn:aws:s3:::uploads', SourceAccount: '123456789012' },
    });
    const { Policy = '', RevisionId } = await get('app-Echo');
    expect(JSON.parse(Policy)).toMatchObject({
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Sid: 'app-Allowed', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' } },
          ...{ Action: 'lambda:InvokeFunction', Resource: expect.stringMatching(/:function:app-Echo$/) },
          Condition: {
            ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::uploads' },
            StringEquals: { 'AWS:SourceAccount': '123456789012' },
          },
        },
      ],
    });
    expect(RevisionId).toMatch(/^[0-9a-f-]{36}$/);
    const of = (Principal: string) =>
      fixture.apply('AWS::Lambda::Permission', 'Others', {
        ...{ FunctionName: 'app-Echo', Action: 'lambda:InvokeFunction', Principal },
      });
    await expect(of('s3')).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: 'The provided principal was invalid. Please check the principal and try again.',
    });
    await of('210987654321');
    await of('arn:aws:iam::210987654321:user/jane.doe');
    await of('210987654321');
    const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:app-Echo';
    expect(fixture.lambda.policyOf(arn)?.statements.map(({ principals }) => principals.patterns)).toEqual([
      [{ kind: 'Service', name: 's3.amazonaws.com' }],
      [{ kind: 'AWS', name: 'arn:aws:iam::210987654321:root' }],
    ]);
    await expect(get('app-Echo:live')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('lists functions, versions and aliases in pages', async () => {
    const functions = await client.send(new ListFunctionsCommand({ MaxItems: 1 }));
    expect(functions.Functions).toHaveLength(1);
    expect(functions.NextMarker).toEqual(expect.any(String));
    const versions = await client.send(
      new ListVersionsByFunctionCommand({ FunctionName: 'app-Echo', MaxItems: 1 }),
    );
    expect([versions.Versions?.length, typeof versions.NextMarker]).toEqual([1, 'string']);
    const aliases = await client.send(
      new ListAliasesCommand({ FunctionName: 'app-Echo', Marker: undefined }),
    );
    expect(aliases.NextMarker).toBeUndefined();
    await expect(client.send(new ListFunctionsCommand({ Marker: 'stray' }))).rejects.toThrow(
      'Invalid pagination token',
    );
  });
});
