import { join } from 'node:path';
import type { Edge } from '../../core/edge.ts';
import type { LogSink } from '../../core/ports.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { type LogFiles, makeLogFiles } from './log-files.ts';
import { makeLogGroups } from './log-groups.ts';
import { makeLogsEdge } from './logs-edge.ts';
import type { LogWriting } from './write-operations.ts';

export interface Logs {
  edge: Edge;
  resources: ResourceProvider[];
  sink: LogSink;
  search: LogFiles['search'];
  /** Called for each line that was put through the API, which passes no sink. */
  onPut(listener: LogWriting['notice']): void;
  /** Resolves when the last line is on disk. */
  stop(): void;
}

/** CloudWatch Logs: what functions and services write, kept as JSON lines under `<state folder>/logs/`. */
export function makeLogs(world: World): Logs {
  const files = makeLogFiles(join(world.folder, 'logs'), (error) =>
    world.report(`A log could not be written: ${error.message}`),
  );
  const groups = makeLogGroups(world, files);
  let notice: LogWriting['notice'] = () => {};
  const mayPut: LogWriting['mayPut'] = (caller, logGroup, stream) => {
    const group = `arn:aws:logs:${world.region}:${world.accountId}:log-group:${logGroup}`;
    world.access.check(caller, 'logs:PutLogEvents', `${group}:log-stream:${stream}`);
  };
  return {
    edge: makeLogsEdge(files, groups, { now: world.now, mayPut, notice: (...line) => notice(...line) }),
    onPut(listener) {
      notice = listener;
    },
    resources: [groups.resource],
    sink: {
      write(caller, logGroup, stream, message) {
        mayPut(caller, logGroup, stream);
        files.append(logGroup, { time: world.now(), stream, message });
      },
    },
    search: files.search,
    stop: () => files.flush(),
  };
}
