import type { Access } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { pageOf } from '../../core/page.ts';
import { createArchive } from './archive-operations.ts';
import type { Archive, Archives } from './archives.ts';
import { busPermissionOperations } from './bus-permission-operations.ts';
import { wholePolicy } from './bus-policy.ts';
import type { EventDefinitions } from './kept.ts';
import { testPattern } from './pattern.ts';
import { InvalidPatternError } from './pattern-error.ts';
import type { Publisher } from './publisher.ts';
import { putEvents } from './put-events.ts';
import type { Bus, Registry, Rule } from './registry.ts';
import type { Replays } from './replays.ts';
import { ruleOperations } from './rule-operations.ts';

export interface OperationServices {
  registry: Registry;
  publisher: Publisher;
  archives: Archives;
  replays: Replays;
  kept: EventDefinitions;
  access: Access;
  now(): number;
  /** Called when the schedules of rules may be others than before. */
  planSchedules(): void;
}

/** The API of EventBridge. Buses come from the template alone; tags and connections are not there. */
export function eventBridgeOperations(services: OperationServices): Record<string, JsonOperation> {
  const { registry, publisher, archives, replays, kept, access, planSchedules } = services;
  const rule = (input: Record<string, unknown>) => registry.requireRule(input.Name, text(input.EventBusName));
  const rulesOf = (input: Record<string, unknown>) =>
    registry.rulesOf(registry.requireBus(text(input.EventBusName)).name);
  return {
    PutEvents: (input, { caller }) =>
      putEvents(registry, publisher, input, (busArn) => access.check(caller, 'events:PutEvents', busArn)),
    TestEventPattern: (input) => ({ Result: testEventPattern(input.EventPattern, input.Event) }),
    ...ruleOperations(registry, kept, planSchedules),
    ...busPermissionOperations(registry, kept, access),
    ListEventBuses: (input) =>
      paged('EventBuses', registry.buses().filter(named(input.NamePrefix)).map(describeBus), input),
    DescribeEventBus: (input) => describeBus(registry.requireBus(text(input.Name))),
    ListRules: (input) =>
      paged('Rules', rulesOf(input).filter(named(input.NamePrefix)).map(describeRule), input),
    DescribeRule: (input) => describeRule(rule(input)),
    ListTargetsByRule: (input) =>
      paged('Targets', registry.requireRule(input.Rule, text(input.EventBusName)).targets, input),
    ListRuleNamesByTarget: (input) => {
      const aims = ({ targets }: Rule) => targets.some((target) => target.Arn === input.TargetArn);
      return paged(
        'RuleNames',
        rulesOf(input)
          .filter(aims)
          .map(({ name }) => name),
        input,
      );
    },
    CreateArchive: (input) => createArchive(registry, archives, kept, input, services.now()),
    DeleteArchive(input) {
      const archive = archives.require(input.ArchiveName);
      archives.remove(archive);
      kept.keep(archive.arn, { kind: 'archive', definition: archive, gone: true });
    },
    ListArchives(input) {
      const source = text(input.EventSourceArn);
      if (source !== undefined) registry.requireBus(source);
      const found = archives
        .list()
        .filter(named(input.NamePrefix))
        .filter(({ sourceArn }) => source === undefined || sourceArn === source);
      return paged(
        'Archives',
        found.map((archive) => describeArchive(archive, archives)),
        input,
      );
    },
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
    ListReplays(input) {
      const { NamePrefix, State, EventSourceArn } = input;
      const found = replays
        .list()
        .filter(({ ReplayName }) => String(ReplayName).startsWith(text(NamePrefix) ?? ''))
        .filter((replay) => State === undefined || replay.State === State)
        .filter((replay) => EventSourceArn === undefined || replay.EventSourceArn === EventSourceArn)
        .map(({ Destination: _, ReplayArn: __, ...replay }) => replay);
      return paged('Replays', found, input);
    },
  };
}

const mostInPage = 100;

/** A list as its operation answers it: `{ [member]: …, NextToken? }`. */
function paged(member: string, all: readonly unknown[], input: Record<string, unknown>): unknown {
  const { Limit = mostInPage, NextToken } = input;
  if (!Number.isInteger(Limit) || Number(Limit) < 1 || Number(Limit) > mostInPage) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${Limit}' at 'limit' failed to satisfy constraint: Member must have value between 1 and ${mostInPage}`,
    );
  }
  const { items, next } = pageOf(all, Number(Limit), NextToken);
  return { [member]: items, ...(next !== undefined && { NextToken: next }) };
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
    if (name === 'Event') throw new AwsError('ValidationException', 'Parameter Event is not valid.');
    const sentence = 'Event pattern is not valid. Reason: it is not JSON';
    throw new AwsError('InvalidEventPatternException', sentence);
  }
}

function describeBus({ name, arn, description, policy: parts }: Bus): unknown {
  const policy = wholePolicy(parts);
  return {
    Name: name,
    Arn: arn,
    Description: description,
    Policy: policy === undefined ? undefined : JSON.stringify(policy.document),
  };
}

function describeRule({
  name,
  arn,
  busName,
  description,
  pattern,
  schedule,
  enabled,
  roleArn,
}: Rule): unknown {
  return {
    Name: name,
    Arn: arn,
    EventBusName: busName,
    Description: description,
    EventPattern: pattern === undefined ? undefined : JSON.stringify(pattern),
    ScheduleExpression: schedule,
    State: enabled ? 'ENABLED' : 'DISABLED',
    RoleArn: roleArn,
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
