import type { Agent } from 'node:http';
import { Socket } from 'node:net';
import type { Lateness } from './lateness.ts';
import { leastMs } from './patient-timeout.ts';

/**
 * Makes a socket's time-out go on for as long as the sandbox or this thread was late since it was set, as `setTimeout` of a function does
 * (patient-timeout.ts); Node keeps this one itself. Where something was read meanwhile, it begins once more.
 */
export function patientSocket(socket: Socket, lateness: Lateness): void {
  const { setTimeout, emit } = socket;
  let askedMs = 0;
  let set = { ms: 0, at: 0, lateness: 0, bytesRead: 0 };

  function arm(ms: number): void {
    set = { ms, at: performance.now(), lateness: lateness(), bytesRead: socket.bytesRead };
    setTimeout.call(socket, ms);
  }
  /** How much longer the time-out has to wait. */
  function moreMs(): number {
    if (socket.bytesRead !== set.bytesRead) return askedMs;
    return performance.now() - set.at - set.ms + (lateness() - set.lateness);
  }

  function setPatientTimeout(ms: number, callback?: () => void): Socket {
    askedMs = ms;
    arm(ms);
    if (callback && ms > 0) socket.once('timeout', callback);
    else if (callback) socket.removeListener('timeout', callback);
    return socket;
  }
  function emitPatiently(event: string, ...args: unknown[]): boolean {
    const more = event === 'timeout' ? moreMs() : 0;
    if (more < leastMs) return Reflect.apply(emit, socket, [event, ...args]);
    arm(more);
    return true;
  }
  Object.assign(socket, { setTimeout: setPatientTimeout, emit: emitPatiently });
}

/** The same class, whose agents make patient sockets. */
export function patientAgents<Class extends typeof Agent>(Agents: Class, lateness: Lateness): Class {
  return new Proxy(Agents, {
    construct(target, args, newTarget) {
      const agent: Agent = Reflect.construct(target, args, newTarget);
      const { createConnection } = agent;
      agent.createConnection = (...options) => {
        const socket = createConnection.apply(agent, options);
        if (socket instanceof Socket) patientSocket(socket, lateness);
        return socket;
      };
      return agent;
    },
  });
}
