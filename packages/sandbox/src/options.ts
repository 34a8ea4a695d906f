import { parseArgs } from 'node:util';

/** What the command line says. */
export interface CommandLine {
  templateFile: string;
  port: number;
  awsPort: number;
  stateFolder: string;
  stackName: string;
  fresh: boolean;
  allowedOrigins: string[];
  docker: boolean;
  inspect: string[];
  timing: boolean;
  help: boolean;
  parameters: Record<string, string>;
}

export const usage = `Runs an AWS SAM template on this machine.

  --template <file>                     template.yaml unless told
  --port <port>                         web port, 3000 unless told
  --aws-port <port>                     port of all emulated services, 4566 unless told
  --state <folder>                      where the state is kept, .sandbox unless told
  --fresh                               drops the state first
  --stack-name <name>                   sandbox unless told
  --parameter-overrides Key=Value …     values for the template's parameters
  --docker                              opens the AWS port to containers on this machine, too
  --allow-origin <origin>               lets pages of another origin use the services, such as http://localhost:5173
  --inspect <function>                  opens a debugger for a function, by its logical id or name
  --timing                              prints what each phase of the start took
  --help`;

/** An option that is not understood; meant for the terminal as it is. */
export class UsageError extends Error {
  readonly code = 'usage';

  constructor(sentence: string) {
    super(`${sentence}\n\n${usage}`);
    this.name = 'UsageError';
  }
}

/** @throws UsageError */
export function readOptions(args: string[]): CommandLine {
  const { values, positionals } = parse(args);
  const overrides = [...(values['parameter-overrides'] ?? []), ...positionals];
  return {
    templateFile: values.template,
    port: portOf('--port', values.port),
    awsPort: portOf('--aws-port', values['aws-port']),
    stateFolder: values.state,
    stackName: stackNameOf(values['stack-name']),
    fresh: values.fresh,
    docker: values.docker,
    inspect: values.inspect ?? [],
    allowedOrigins: (values['allow-origin'] ?? []).map(originOf),
    timing: values.timing,
    help: values.help,
    parameters: Object.fromEntries(overrides.map(parameterOf)),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      // `--parameter-overrides A=1 B=2`: what follows the first pair comes as positionals.
      allowPositionals: true,
      options: {
        template: { type: 'string', default: 'template.yaml' },
        port: { type: 'string', default: '3000' },
        'aws-port': { type: 'string', default: '4566' },
        state: { type: 'string', default: '.sandbox' },
        fresh: { type: 'boolean', default: false },
        'stack-name': { type: 'string', default: 'sandbox' },
        'parameter-overrides': { type: 'string', multiple: true },
        'allow-origin': { type: 'string', multiple: true },
        inspect: { type: 'string', multiple: true },
        docker: { type: 'boolean', default: false },
        timing: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`${option} takes a port between 0 and 65535, not "${text}".`);
  return port;
}

function originOf(text: string): string {
  const origin = URL.parse(text)?.origin;
  if (!origin || origin === 'null' || origin !== text)
    throw new UsageError(`--allow-origin takes an origin such as http://localhost:5173, not "${text}".`);
  return origin;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
function stackNameOf(text: string): string {
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(text)) {
    throw new UsageError(
      `--stack-name takes letters, digits and hyphens, beginning with a letter, not "${text}".`,
    );
  }
  return text;
}

function parameterOf(pair: string): [string, string] {
  const equals = pair.indexOf('=');
  if (equals < 1) throw new UsageError(`"${pair}" is no Key=Value pair.`);
  return [pair.slice(0, equals), pair.slice(equals + 1).replace(/^"(.*)"$/, '$1')];
}
