import { readOptions } from './options.ts';

describe('readOptions', () => {
  it('has the defaults of the documentation', () => {
    expect(readOptions([])).toEqual({
      templateFile: 'template.yaml',
      port: 3000,
      awsPort: 4566,
      stateFolder: '.sandbox',
      stackName: 'sandbox',
      docker: false,
      fresh: false,
      timing: false,
      help: false,
      parameters: {},
    });
  });

  it('takes parameter overrides as SAM does', () => {
    const args = ['--parameter-overrides', 'Stage=dev', 'Url=http://a/?b=c', 'Name="two words"', '--fresh'];
    expect(readOptions(args)).toMatchObject({
      fresh: true,
      parameters: { Stage: 'dev', Url: 'http://a/?b=c', Name: 'two words' },
    });
  });

  it.each([
    [['--port', 'x'], '--port takes a port between 0 and 65535, not "x".'],
    [['--aws-port', '70000'], '--aws-port takes a port'],
    [['--stack-name', '1x'], '--stack-name takes letters'],
    [['--parameter-overrides', 'Stage'], '"Stage" is no Key=Value pair.'],
    [['--frsh'], "Unknown option '--frsh'"],
  ])('refuses %j', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence);
  });
});
