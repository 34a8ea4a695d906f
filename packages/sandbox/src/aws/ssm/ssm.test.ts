import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { developer, edgeServer, listen, testWorld } from '../../../test/serve-edge.ts';
import { makeSsm, type Ssm } from './ssm.ts';

const world = testWorld();
let ssm: Ssm;
let client: SSMClient;
let close: () => Promise<void>;

beforeAll(async () => {
  ssm = makeSsm(world);
  const served = await listen(edgeServer(() => ssm.edge));
  close = served.close;
  client = new SSMClient({ endpoint: served.endpoint, region: world.region, credentials: developer });
});
afterAll(() => close());

const provider = () => ssm.resources[0];
const parse = (given: Record<string, unknown>) =>
  provider()?.properties.safeParse({ Type: 'String', ...given });
async function make(logicalId: string, given: Record<string, unknown>) {
  const properties = provider()?.properties.parse({ Type: 'String', ...given });
  return provider()?.apply({ logicalId, stackName: 'app', physicalName: `app-${logicalId}`, properties });
}
const read = async (Name: string) => (await client.send(new GetParameterCommand({ Name }))).Parameter;

describe('makeSsm', () => {
  it('gives what the template says, by name and by ARN, and asks for the right to it', async () => {
    const asked: string[] = [];
    const stop = world.access.listen(({ action, resource }) => asked.push(`${action} ${resource}`));
    expect(await make('Origin', { Name: '/app/origin', Value: 'https://a.example.com' })).toEqual({
      ref: '/app/origin',
      attributes: { Type: 'String', Value: 'https://a.example.com' },
    });
    const ARN = `arn:aws:ssm:${world.region}:${world.accountId}:parameter/app/origin`;
    expect(await read('/app/origin')).toEqual({
      ...{ Name: '/app/origin', Type: 'String', Value: 'https://a.example.com', DataType: 'text' },
      ...{ Version: 1, ARN, LastModifiedDate: expect.any(Date) },
    });
    expect((await read(ARN))?.Name).toBe('/app/origin');
    expect(asked).toEqual([`ssm:GetParameter ${ARN}`, `ssm:GetParameter ${ARN}`]);
    stop();
  });

  it('counts a version for each change, across starts, and none for the same again', async () => {
    for (const Value of ['one', 'one', 'two']) await make('Counted', { Value });
    const counted = await read('app-Counted');
    expect(counted).toMatchObject({ Value: 'two', Version: 2 });
    expect((await read(counted?.ARN ?? ''))?.Name).toBe('app-Counted');
    const again = makeSsm(world);
    await again.resources[0]?.apply({
      ...{ logicalId: 'Counted', stackName: 'app', physicalName: 'app-Counted' },
      properties: { Type: 'String', Value: 'two', Tier: 'Standard' },
    });
    expect((await read('app-Counted:2'))?.Version).toBe(2);
    await expect(read('app-Counted:1')).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
  });

  it('knows nothing of what is not there, or not there any more', async () => {
    await expect(read('/app/missing')).rejects.toMatchObject({ name: 'ParameterNotFound' });
    const made = await make('Short', { Value: 'lived' });
    provider()?.remove({
      ...{ ref: '', attributes: {}, ...made, logicalId: 'Short', physicalName: 'app-Short', properties: {} },
    });
    await expect(read('app-Short')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it('refuses a name that another resource has', async () => {
    await make('First', { Name: '/app/shared', Value: 'a' });
    await expect(make('Second', { Name: '/app/shared', Value: 'b' })).rejects.toThrow('already');
  });

  it.each([
    ['a secret', { Type: 'SecureString', Value: 'x' }, 'Type'],
    ['no value', { Value: '' }, 'Value'],
    ['more than 4 KB', { Value: 'x'.repeat(4097) }, 'Value'],
    ['what its own pattern forbids', { Value: 'ftp://x', AllowedPattern: '^https:' }, 'Value'],
    ['what is no pattern', { Value: 'x', AllowedPattern: '(' }, 'AllowedPattern'],
    ['a name of AWS', { Name: '/aws/thing', Value: 'x' }, 'Name'],
    ['a name with spaces', { Name: '/app/my origin', Value: 'x' }, 'Name'],
  ])('refuses %s', (_, given, property) => {
    expect(parse(given)?.error?.issues[0]?.path).toEqual([property]);
  });
});
