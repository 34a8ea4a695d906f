import { AwsError } from '../../core/aws-error.ts';
import type { Policy } from '../../core/policy.ts';
import type { World } from '../../core/world.ts';
import type { BusPolicy } from './bus-policy.ts';
import { compilePattern, type EventMatcher } from './pattern.ts';

/** How often and how long a target is tried. Defaults: 185 retries, 86,400 s. */
export interface RetryPolicy {
  MaximumRetryAttempts?: number | undefined;
  MaximumEventAgeInSeconds?: number | undefined;
}

/** A target of a rule, named as in the API. Input, InputPath and InputTransformer exclude one another. */
export interface Target {
  Id: string;
  Arn: string;
  /** Under which it is called; the rule's unless told. */
  RoleArn?: string | undefined;
  Input?: string | undefined;
  InputPath?: string | undefined;
  InputTransformer?:
    | { InputPathsMap?: Record<string, string> | undefined; InputTemplate: string }
    | undefined;
  RetryPolicy?: RetryPolicy | undefined;
  DeadLetterConfig?: { Arn?: string | undefined } | undefined;
}

export interface RuleDefinition {
  name: string;
  busName: string;
  description?: string | undefined;
  pattern?: unknown;
  schedule?: string | undefined;
  enabled: boolean;
  /** Under which targets are called that have no role of their own; without one, the rule calls them by itself. */
  roleArn?: string | undefined;
  targets: Target[];
}

export interface Rule extends RuleDefinition {
  arn: string;
  /** Absent for a rule that only has a schedule. */
  matches: EventMatcher | undefined;
}

export interface Bus {
  name: string;
  arn: string;
  description?: string | undefined;
  /** Who else may put events than the account itself. */
  policy: BusPolicy;
}

export const DEFAULT_BUS = 'default';

/** Buses and their rules, in memory: they come from the template at every start, and from what is kept beside it. */
export function makeRegistry(world: World) {
  const buses = new Map<string, Bus>();
  const rules = new Map<string, Rule>();
  const prefix = `arn:aws:events:${world.region}:${world.accountId}`;

  function putBus(name: string, description?: string, own?: Policy): Bus {
    const arn = `${prefix}:event-bus/${name}`;
    const bus: Bus = {
      name,
      arn,
      description,
      policy: { own, added: buses.get(name)?.policy.added ?? new Map() },
    };
    buses.set(name, bus);
    return bus;
  }
  putBus(DEFAULT_BUS);

  function findBus(nameOrArn: string = DEFAULT_BUS): Bus | undefined {
    const named = buses.get(nameOrArn);
    return named ?? [...buses.values()].find((bus) => bus.arn === nameOrArn);
  }

  /** @throws AwsError `ResourceNotFoundException` */
  function requireBus(nameOrArn?: string): Bus {
    const bus = findBus(nameOrArn);
    if (!bus) throw new AwsError('ResourceNotFoundException', `Event bus ${nameOrArn} does not exist.`);
    return bus;
  }

  function ruleArn(name: string, busName: string): string {
    return `${prefix}:rule/${busName === DEFAULT_BUS ? '' : `${busName}/`}${name}`;
  }

  return {
    prefix,
    putBus,
    findBus,
    requireBus,
    buses: () => [...buses.values()],
    /** @throws InvalidPatternError when the pattern is not valid; AwsError when there is no such bus */
    putRule(definition: RuleDefinition): Rule {
      const bus = requireBus(definition.busName);
      const arn = ruleArn(definition.name, bus.name);
      const matches = definition.pattern === undefined ? undefined : compilePattern(definition.pattern);
      const rule: Rule = { ...definition, busName: bus.name, arn, matches };
      rules.set(arn, rule);
      return rule;
    },
    removeRule: ({ arn }: Pick<Rule, 'arn'>): void => void rules.delete(arn),
    /** With its rules. */
    removeBus(name: string): void {
      buses.delete(name);
      for (const rule of rules.values()) if (rule.busName === name) rules.delete(rule.arn);
    },
    rulesOf: (busName: string) => [...rules.values()].filter((rule) => rule.busName === busName),
    allRules: () => [...rules.values()],
    /** @throws AwsError `ResourceNotFoundException` */
    requireRule(name: unknown, busNameOrArn?: string): Rule {
      const bus = requireBus(busNameOrArn);
      const rule = rules.get(ruleArn(String(name), bus.name));
      if (!rule) {
        throw new AwsError(
          'ResourceNotFoundException',
          `Rule ${name} does not exist on EventBus ${bus.name}.`,
        );
      }
      return rule;
    },
    matching: (busName: string, event: unknown): Rule[] =>
      [...rules.values()].filter((rule) => rule.busName === busName && rule.enabled && rule.matches?.(event)),
  };
}

export type Registry = ReturnType<typeof makeRegistry>;
