import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { parameter } from './parameter.ts';

const client = new SSMClient({});
const store = mockClient(client);
const notFound = new ParameterNotFound({ $metadata: {}, message: 'no' });
const says = (Value: string) => store.on(GetParameterCommand).resolves({ Parameter: { Value } });

function setUp() {
  const time = { now: 1_000_000 };
  const read = parameter('/app/web-origin', client, () => time.now);
  const pass = (seconds: number) => {
    time.now += seconds * 1000;
  };
  return { read, pass };
}
beforeEach(() => store.reset());

describe('parameter', () => {
  it('asks once a minute, and then knows what changed', async () => {
    const { read, pass } = setUp();
    says('old');
    expect(await read()).toBe('old');
    says('new');
    pass(59);
    expect(await read()).toBe('old');
    pass(1);
    expect(await read()).toBe('new');
    expect(await read()).toBe('new');
    expect(store.calls()).toHaveLength(2);
    expect(store.commandCalls(GetParameterCommand)[0]?.args[0].input).toEqual({ Name: '/app/web-origin' });
  });

  it('asks each time for what is not there yet', async () => {
    const { read } = setUp();
    store.on(GetParameterCommand).rejects(notFound);
    expect(await read()).toBeUndefined();
    says('there');
    expect(await read()).toBe('there');
  });

  it('forgets what was taken away', async () => {
    const { read, pass } = setUp();
    says('there');
    await read();
    pass(60);
    store.on(GetParameterCommand).rejects(notFound);
    expect(await read()).toBeUndefined();
  });

  it('goes on with the last value while the store does not answer, and fails without one', async () => {
    const { read, pass } = setUp();
    store.on(GetParameterCommand).rejects(new Error('down'));
    await expect(read()).rejects.toThrow('down');
    says('there');
    await read();
    pass(60);
    store.on(GetParameterCommand).rejects(new Error('down'));
    expect(await read()).toBe('there');
    says('newer');
    expect(await read()).toBe('there');
    pass(60);
    expect(await read()).toBe('newer');
  });
});
