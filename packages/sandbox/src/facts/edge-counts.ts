import type { Access, AccessRequest } from '../core/access.ts';
import type { Fact } from '../core/observe.ts';
import type { FactRing } from './fact-ring.ts';

/** What went from one to the other since the start of the sandbox. */
export interface EdgeCount {
  /** ARN of a bus, rule, queue or stream; of a function that calls; of a function or queue, where `to` gets what that gives up. */
  from: string;
  to: string;
  /** Events, each once; batches from queues and streams, each attempt; calls of a function's code, each action that is asked about. */
  passed: number;
  /** Attempts that failed; batches of which something was given back; what was given up. */
  failed: number;
}

/** Events of which it is known which rules took them: those and up to as many before them. */
const mostEvents = 5_000;

/** Every call of a resource, with who makes it. */
export interface Calls extends Pick<Access, 'listen'> {
  /** ARN of a function; undefined for a name that none has. */
  functionArn(name: string): string | undefined;
}

export interface EdgeCounts {
  list(): EdgeCount[];
}

/**
 * Counts what goes along each edge of the picture, as far as facts say both its ends. Which rule took an event that was
 * accepted before the start, or too many events ago, is not known: then its failures are not on its way.
 */
export function makeEdgeCounts(ring: Pick<FactRing, 'listen'>, calls: Calls, most = mostEvents): EdgeCounts {
  const counts = new Map<string, Map<string, EdgeCount>>();
  /** By rule, the edge from its bus: a name is not taken apart for each event. */
  const fromBuses = new Map<string, EdgeCount>();
  /** By session of a role, the function that calls in it: as above. */
  const callers = new Map<string, string>();
  /** By event, its targets and rules in turns; two maps, so that the oldest are forgotten at once. */
  let young = new Map<string, string[]>();
  let old = new Map<string, string[]>();

  function between(from: string, to: string): EdgeCount {
    const further = counts.get(from) ?? new Map<string, EdgeCount>();
    const known = further.get(to);
    if (known) return known;
    const made = { from, to, passed: 0, failed: 0 };
    counts.set(from, further.set(to, made));
    return made;
  }

  function fromBus(ruleArn: string): EdgeCount {
    const known = fromBuses.get(ruleArn);
    if (known) return known;
    const made = between(busOf(ruleArn), ruleArn);
    fromBuses.set(ruleArn, made);
    return made;
  }

  function match({ work: { id }, target, ruleArn }: Fact & { fact: 'matched' }): void {
    const known = young.get(id) ?? old.get(id);
    // A rule with several targets takes an event once.
    if (!known?.includes(ruleArn)) fromBus(ruleArn).passed++;
    between(ruleArn, target).passed++;
    if (known) {
      if (!known.includes(target)) known.push(target, ruleArn);
      return;
    }
    if (young.size === most) [old, young] = [young, new Map()];
    young.set(id, [target, ruleArn]);
  }

  /** On the whole way from the bus, so that it is seen as well where rules are not. */
  function failOnWay(eventId: string, target: string): void {
    const known = young.get(eventId) ?? old.get(eventId) ?? [];
    const ruleArn = known.includes(target) ? known[known.indexOf(target) + 1] : undefined;
    if (ruleArn === undefined) return;
    fromBus(ruleArn).failed++;
    between(ruleArn, target).failed++;
  }

  ring.listen((fact) => {
    const { source, target, cause } = fact;
    if (fact.fact === 'matched') match(fact);
    else if (fact.fact === 'dead-lettered') between(target, fact.to).failed++;
    else if (fact.fact === 'began' && source) between(source, target).passed++;
    else if (fact.fact === 'failed' || (fact.fact === 'ended' && fact.givesBack)) {
      if (source) between(source, target).failed++;
      else if (cause?.kind === 'event') failOnWay(cause.id, target);
    }
  });

  function call({ caller, resource }: AccessRequest): void {
    // Lambda, which reads queues and brings failures on their way for a function, signs nothing.
    if (caller.kind !== 'role' || !('accessKeyId' in caller)) return;
    const functionArn = callers.get(caller.arn) ?? calls.functionArn(sessionIn(caller.arn));
    if (functionArn === undefined) return;
    callers.set(caller.arn, functionArn);
    between(functionArn, holderOf(resource)).passed++;
  }
  calls.listen(call);

  return { list: () => [...counts.values()].flatMap((further) => [...further.values()]) };
}

/** A rule's name begins with that of its bus, unless it is the default one. */
const busOf = (ruleArn: string): string =>
  ruleArn.replace(/:rule\/(?:([^/]+)\/)?[^/]+$/, (_, bus = 'default') => `:event-bus/${bus}`);

/** A function calls under its role in a session that has its name. */
const sessionIn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** The bucket of an object, the table of an index. */
const holderOf = (arn: string): string =>
  arn.startsWith('arn:aws:s3:::') ? (arn.split('/', 1)[0] ?? arn) : arn.replace(/\/index\/[^/]*$/, '');
