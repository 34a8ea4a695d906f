import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { format } from 'node:util';

type Write = (line: string) => void;

/** Standard output of one environment: each line becomes a log event as it is, as in Lambda. */
export function lineStream(write: Write): Writable {
  let tail = '';
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const lines = (tail + String(chunk)).split('\n');
      tail = lines.pop() ?? '';
      for (const line of lines) if (line !== '') write(line);
      done();
    },
    final(done) {
      if (tail !== '') write(tail);
      done();
    },
  });
  return stream;
}

/**
 * The console that Lambda gives a function: `<time>\t<request id>\t<level>\t<message>`, one log event per call (inner
 * line ends become carriage returns). A message that is a JSON object passes as it is.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function ownConsole(
  stdout: Writable,
  stderr: Writable,
  write: Write,
  requestId: () => string | undefined,
): Console {
  const own = new Console({ stdout, stderr });
  const line =
    (level: string) =>
    (...args: unknown[]): void => {
      const message = format(...args);
      write(isJsonObject(message) ? message : formatLine(requestId(), level, message));
    };
  return Object.assign(own, {
    Console,
    log: line('INFO'),
    info: line('INFO'),
    debug: line('DEBUG'),
    warn: line('WARN'),
    error: line('ERROR'),
    fatal: line('FATAL'),
    trace: (...args: unknown[]): void => {
      const trace = new Error(format(...args));
      trace.name = 'Trace';
      write(formatLine(requestId(), 'TRACE', trace.stack ?? String(trace)));
    },
  });
}

export function formatLine(requestId: string | undefined, level: string, message: string): string {
  return `${new Date().toISOString()}\t${requestId ?? 'undefined'}\t${level}\t${message.replaceAll('\n', '\r')}`;
}

function isJsonObject(message: string): boolean {
  if (!message.startsWith('{') || !message.endsWith('}')) return false;
  try {
    JSON.parse(message);
    return true;
  } catch {
    return false;
  }
}
