/** What went wrong in words for the one who typed the command: what, why, and what to do. */
export class CommandError extends Error {
  /** 2 for a command that was not understood, 1 for one that could not be done. */
  readonly exitCode: 1 | 2;

  constructor(sentence: string, exitCode: 1 | 2 = 1) {
    super(sentence);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/** A command that was not understood; its usage is shown with it. */
export function misuse(sentence: string): never {
  throw new CommandError(sentence, 2);
}

/**
 * Called first by a command: answers `--help`, and shows what goes wrong later as a sentence instead of a stack trace,
 * unless it is a fault of the command itself.
 * @param usage first line `npm run <name> -- …`, then what helps with it
 */
export function command(usage: string): void {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(`Usage: ${usage}`);
    process.exit(0);
  }
  process.on('uncaughtException', (error) => {
    const known = explain(error);
    console.error(known?.message ?? error);
    if (known?.exitCode === 2) console.error(`\nUsage: ${usage}`);
    process.exit(known?.exitCode ?? 1);
  });
}

/** @returns undefined for what nobody who types a command can mend */
export function explain(error: unknown): CommandError | undefined {
  if (error instanceof CommandError) return error;
  if (!(error instanceof Error)) return undefined;
  const { code, path, $metadata } = error as Error & { code?: string; path?: string; $metadata?: unknown };
  if (code?.startsWith('ERR_PARSE_ARGS_')) return new CommandError(error.message, 2);
  const reason = unreachable(error);
  if (reason !== undefined) {
    return new CommandError(
      `Nothing answers${reason}: the sandbox that was started here has ended. Start it with npm start, in another terminal.`,
    );
  }
  if (code === 'ENOENT' && path !== undefined) return new CommandError(`There is no file ${path}.`);
  if (code === 'EISDIR') return new CommandError('A file is wanted where a folder was named.');
  if (error.name === 'CredentialsProviderError' || /Region is missing/.test(error.message)) {
    return new CommandError(
      `This needs an AWS account, whose credentials or region are not set (${error.message}). Set AWS_PROFILE and ` +
        'AWS_REGION. A command that takes --aws means the running sandbox without it.',
    );
  }
  // A service has answered: its own name for the error, and its sentence, say what it wants.
  if ($metadata !== undefined) return new CommandError(`${error.name}: ${error.message}`);
  return undefined;
}

/** Where nobody listens, as ` at <address>`; undefined for any other error. Fetch hides it in causes. */
function unreachable(error: Error): string | undefined {
  const { code, address, port } = error as Error & { code?: string; address?: string; port?: number };
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET')
    return address === undefined ? '' : ` at ${address}:${port}`;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error ? unreachable(inner) : undefined;
}

/** @throws CommandError that names what was to be JSON */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${what} is no JSON (${error instanceof Error ? error.message : error}).`, 2);
  }
}
