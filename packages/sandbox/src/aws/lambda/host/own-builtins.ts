import type http from 'node:http';
import type https from 'node:https';
import { createRequire } from 'node:module';
import { type Lateness, lateness as ofSandbox } from './lateness.ts';
import { patientAgents } from './patient-socket.ts';

/** Node's own modules as one environment sees them. */
export interface OwnBuiltins {
  /** @param name with or without `node:` */
  find(name: string): unknown;
  /** Closes the connections that the environment keeps open. */
  end(): void;
}

type Web = typeof http | typeof https;

/**
 * Copies, so that a function that replaces a member of `fs` or `https` replaces it for itself; each has its own
 * `globalAgent`, and agents whose sockets are patient. Modules that are a function (`events`, `stream`) are the thread's.
 * @param replacements by name without `node:`
 */
export function ownBuiltins(
  replacements: Record<string, unknown>,
  lateness: Lateness = ofSandbox,
): OwnBuiltins {
  const real = createRequire(import.meta.url);
  const copies = new Map<string, unknown>(Object.entries(replacements));
  const agents: http.Agent[] = [];

  function web(module: Web): object {
    const Agent = patientAgents(module.Agent, lateness);
    const agent = new Agent({ keepAlive: true, timeout: 5000 });
    agents.push(agent);
    const copy = copyOf(module);
    const request = (...args: unknown[]): http.ClientRequest =>
      Reflect.apply(module.request, module, withAgent(args, copy.globalAgent));
    const get = (...args: unknown[]): http.ClientRequest => {
      const started = request(...args);
      started.end();
      return started;
    };
    const own = { Agent, globalAgent: agent, request, get };
    for (const [name, value] of Object.entries(own))
      Object.defineProperty(copy, name, { value, enumerable: true, writable: true, configurable: true });
    return copy;
  }

  function make(name: string): unknown {
    // Not by an import, which would read every member and so load Node's second HTTP client.
    if (name === 'http') return web(process.getBuiltinModule('node:http'));
    if (name === 'https') return web(process.getBuiltinModule('node:https'));
    const found: unknown = real(name.includes(':') ? name : `node:${name}`);
    return typeof found === 'object' && found !== null ? copyOf(found) : found;
  }

  return {
    find(id) {
      const name = id.replace(/^node:/, '');
      const known = copies.get(name);
      if (known !== undefined) return known;
      // A few modules, `node:sqlite` and `node:test` among them, are known by the long name only.
      const copy = make(name);
      copies.set(name, copy);
      return copy;
    },
    end() {
      for (const agent of agents) agent.destroy();
    },
  };
}

function copyOf<Module extends object>(module: Module): Module {
  return Object.create(Object.getPrototypeOf(module), Object.getOwnPropertyDescriptors(module));
}

/** Arguments of `request` (address, options, callback: the first two in any combination) with an agent in them. */
function withAgent([first, ...others]: unknown[], agent: http.Agent): unknown[] {
  const given = (options: object): object =>
    'agent' in options && options.agent !== undefined && options.agent !== null
      ? options
      : { ...options, agent };
  if (typeof first === 'object' && first !== null && !(first instanceof URL))
    return [given(first), ...others];
  const [second, ...rest] = others;
  return typeof second === 'object' && second !== null
    ? [first, given(second), ...rest]
    : [first, { agent }, ...others];
}
