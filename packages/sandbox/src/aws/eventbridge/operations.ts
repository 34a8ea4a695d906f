import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import type { Archive, Archives } from './archives.ts';
import { testPattern } from './pattern.ts';
import { InvalidPatternError } from './pattern-error.ts';
import type { Publisher } from './publisher.ts';
import { putEvents } from './put-events.ts';
import type { Bus, Registry, Rule } from './registry.ts';
import type { Replays } from './replays.ts';
import type { RuleStates } from './rule-states.ts';

export interface OperationServices {
  registry: Registry;
  publisher: Publisher;
  archives: Archives;
  replays: Replays;
  states: RuleStates;
}

/**
 * The API of EventBridge. Rules, targets, buses and archives come from the template, so there are no operations that
 * put or delete them. Lists come in one page.
 */
export function eventBridgeOperations(services: OperationServices): Record<string, JsonOperation> {
  const { registry, publisher, archives, replays, states } = services;
  const rule = (input: Record<string, unknown>) => registry.requireRule(input.Name, text(input.EventBusName));
  const setEnabled = (input: Record<string, unknown>, enabled: boolean) => {
    const found = rule(input);
    found.enabled = enabled;
    states.remember(found.arn, enabled);
  };
  return {
    PutEvents: (input) => putEvents(registry, publisher, input),
    TestEventPattern: (input) => ({ Result: testEventPattern(input.EventPattern, input.Event) }),
    ListEventBuses: (input) => ({
      EventBuses: registry.buses().filter(named(input.NamePrefix)).map(describeBus),
    }),
    DescribeEventBus: (input) => describeBus(registry.requireBus(text(input.Name))),
    ListRules: (input) => ({
      Rules: registry
        .rulesOf(registry.requireBus(text(input.EventBusName)).name)
        .filter(named(input.NamePrefix))
        .map(describeRule),
    }),
    DescribeRule: (input) => describeRule(rule(input)),
    ListTargetsByRule: (input) => ({
      Targets: registry.requireRule(input.Rule, text(input.EventBusName)).targets,
    }),
    ListRuleNamesByTarget: (input) => ({
      RuleNames: registry
        .rulesOf(registry.requireBus(text(input.EventBusName)).name)
        .filter(({ targets }) => targets.some((target) => target.Arn === input.TargetArn))
        .map(({ name }) => name),
    }),
    EnableRule: (input) => setEnabled(input, true),
    DisableRule: (input) => setEnabled(input, false),
    ListArchives: (input) => ({
      Archives: archives
        .list()
        .filter(named(input.NamePrefix))
        .map((archive) => describeArchive(archive, archives)),
    }),
    DescribeArchive: (input) => {
      const archive = archives.require(input.ArchiveName);
      return {
        ...describeArchive(archive, archives),
        ArchiveArn: archive.arn,
        Description: archive.description,
        EventPattern: archive.pattern === undefined ? undefined : JSON.stringify(archive.pattern),
      };
    },
    StartReplay: (input) => replays.start(input),
    DescribeReplay: (input) => replays.describe(input.ReplayName),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function named(prefix: unknown): (thing: { name: string }) => boolean {
  return ({ name }) => name.startsWith(text(prefix) ?? '');
}

function testEventPattern(pattern: unknown, event: unknown): boolean {
  try {
    return testPattern(parse(pattern, 'EventPattern'), parse(event, 'Event'));
  } catch (error) {
    if (error instanceof InvalidPatternError) throw new AwsError(error.code, error.message);
    throw error;
  }
}

function parse(json: unknown, name: 'EventPattern' | 'Event'): unknown {
  try {
    return JSON.parse(String(json)) as unknown;
  } catch {
    const code = name === 'Event' ? 'ValidationException' : 'InvalidEventPatternException';
    throw new AwsError(code, `${name} is not valid. Reason: it is not JSON`);
  }
}

function describeBus({ name, arn, description, policy }: Bus): unknown {
  return {
    Name: name,
    Arn: arn,
    Description: description,
    Policy: policy === undefined ? undefined : JSON.stringify(policy),
  };
}

function describeRule({ name, arn, busName, description, pattern, schedule, enabled }: Rule): unknown {
  return {
    Name: name,
    Arn: arn,
    EventBusName: busName,
    Description: description,
    EventPattern: pattern === undefined ? undefined : JSON.stringify(pattern),
    ScheduleExpression: schedule,
    State: enabled ? 'ENABLED' : 'DISABLED',
  };
}

function describeArchive(archive: Archive, archives: Archives): Record<string, unknown> {
  return {
    ArchiveName: archive.name,
    EventSourceArn: archive.sourceArn,
    State: 'ENABLED',
    RetentionDays: archive.retentionDays,
    ...archives.totals(archive),
  };
}
