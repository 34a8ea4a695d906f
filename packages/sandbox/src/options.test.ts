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
      inspect: [],
      fresh: false,
      allowedOrigins: [],
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

  it('takes functions to debug', () => {
    const named = ['--inspect', 'GetPhoto', '--inspect', 'ListPhotos'];
    expect(readOptions(named).inspect).toEqual(['GetPhoto', 'ListPhotos']);
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

  it('takes origins whose pages may use the services, and nothing that is none', () => {
    const named = ['--allow-origin', 'http://localhost:5173', '--allow-origin', 'https://studio.example.com'];
    expect(readOptions(named).allowedOrigins).toEqual([
      'http://localhost:5173',
      'https://studio.example.com',
    ]);
    for (const wrong of ['*', 'localhost:5173', 'http://localhost:5173/', 'file:///tmp'])
      expect(() => readOptions(['--allow-origin', wrong])).toThrow(/--allow-origin takes an origin such as/);
  });
});
