import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { JsonOperation } from '../../core/json-protocol.ts';
import { readInput } from '../../core/read-input.ts';
import { parseSchedule } from './cron.ts';
import type { EventDefinitions } from './kept.ts';
import { InvalidPatternError } from './pattern-error.ts';
import { DEFAULT_BUS, type Registry, type Rule, type RuleDefinition, type Target } from './registry.ts';
import { targetShape } from './resources.ts';
import { undefinedPlaceholder } from './target-input.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const mostTargets = 5;
const namePattern = /^[.\-_A-Za-z0-9]{1,64}$/;

const invalid = (sentence: string): AwsError => new AwsError('ValidationException', sentence);
const limitExceeded = new AwsError(
  'LimitExceededException',
  'The requested resource exceeds the maximum number allowed.',
);

const putRuleInput = z.object({
  Name: z.string(),
  EventPattern: z.string().nullish(),
  ScheduleExpression: z.string().nullish(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Description: z.string().max(512).nullish(),
  RoleArn: z.string().nullish(),
});

const definitionOf = ({ arn: _, matches: __, ...definition }: Rule): RuleDefinition => definition;

/** Rules and their targets, made through the API. @param planSchedules called when schedules may be others than before */
export function ruleOperations(
  registry: Registry,
  kept: EventDefinitions,
  planSchedules: () => void,
): Record<string, JsonOperation> {
  function put(definition: RuleDefinition): Rule {
    const rule = asAwsError(() => registry.putRule(definition));
    kept.keep(rule.arn, { kind: 'rule', definition: definitionOf(rule) });
    return rule;
  }
  const ruleOf = (name: unknown, { EventBusName }: Record<string, unknown>): Rule =>
    registry.requireRule(name, typeof EventBusName === 'string' ? EventBusName : undefined);
  const setEnabled = (input: Record<string, unknown>, enabled: boolean): void => {
    put({ ...definitionOf(ruleOf(input.Name, input)), enabled });
  };

  return {
    PutRule(input) {
      const {
        Name: name,
        EventPattern,
        ScheduleExpression,
        State,
        Description,
        RoleArn,
      } = read(putRuleInput, input);
      if (!namePattern.test(name))
        throw invalid(
          `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
        );
      const bus = registry.requireBus(
        typeof input.EventBusName === 'string' ? input.EventBusName : undefined,
      );
      if (!EventPattern && !ScheduleExpression)
        throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
      if (ScheduleExpression) checkSchedule(ScheduleExpression, bus.name);
      const standing = registry.rulesOf(bus.name).find((rule) => rule.name === name);
      const rule = put({
        ...{ name, busName: bus.name, enabled: State === 'ENABLED', targets: standing?.targets ?? [] },
        description: Description ?? undefined,
        pattern: EventPattern ? checkedPattern(EventPattern) : undefined,
        schedule: ScheduleExpression ?? undefined,
        roleArn: RoleArn ?? undefined,
      });
      planSchedules();
      return { RuleArn: rule.arn };
    },
    DeleteRule(input) {
      const bus = registry.requireBus(
        typeof input.EventBusName === 'string' ? input.EventBusName : undefined,
      );
      const rule = registry.rulesOf(bus.name).find(({ name }) => name === input.Name);
      if (!rule) return;
      if (rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.");
      registry.removeRule(rule);
      kept.keep(rule.arn, { kind: 'rule', definition: definitionOf(rule), gone: true });
      planSchedules();
    },
    EnableRule: (input) => setEnabled(input, true),
    DisableRule: (input) => setEnabled(input, false),
    PutTargets(input) {
      const rule = ruleOf(input.Rule, input);
      const given = (Array.isArray(input.Targets) ? input.Targets : []).map(readTarget);
      const targets = [
        ...rule.targets.filter(({ Id }) => given.every((target) => target.Id !== Id)),
        ...given,
      ];
      if (targets.length > mostTargets) throw limitExceeded;
      put({ ...definitionOf(rule), targets });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets(input) {
      const rule = ruleOf(input.Rule, input);
      const ids = Array.isArray(input.Ids) ? input.Ids.map(String) : [];
      put({ ...definitionOf(rule), targets: rule.targets.filter(({ Id }) => !ids.includes(Id)) });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };
}

function asAwsError<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (error instanceof InvalidPatternError) throw new AwsError(error.code, error.message);
    throw error;
  }
}

function checkSchedule(expression: string, busName: string): void {
  if (busName !== DEFAULT_BUS)
    throw invalid('ScheduleExpression is supported only on the default event bus.');
  try {
    parseSchedule(expression);
  } catch {
    throw invalid('Parameter ScheduleExpression is not valid.');
  }
}

/** Whether it is a pattern at all is said when the rule is made. */
function checkedPattern(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AwsError(
      'InvalidEventPatternException',
      `Event pattern is not valid. Reason: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function readTarget(given: unknown, index: number): Target {
  const { Id } = z.object({ Id: z.string() }).loose().parse(given);
  const where = `Value '${Id}' at 'targets.${index + 1}.member.id' failed to satisfy constraint: Member must`;
  if (!/^[.\-_A-Za-z0-9]+$/.test(Id))
    throw invalid(
      `1 validation error detected: ${where} satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
    );
  if (Id.length > 64)
    throw invalid(`1 validation error detected: ${where} have length less than or equal to 64`);
  const target = read(targetShape, given);
  const inputs = [target.Input, target.InputPath, target.InputTransformer].filter(Boolean);
  if (inputs.length > 1)
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  const placeholder = target.InputTransformer && undefinedPlaceholder(target.InputTransformer);
  if (placeholder !== undefined)
    throw invalid(`InputTemplate for target ${Id} contains invalid placeholder ${placeholder}.`);
  return target;
}

function read<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  return readInput(schema, input, invalid);
}
