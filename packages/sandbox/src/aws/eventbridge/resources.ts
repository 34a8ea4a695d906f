import * as z from 'zod';
import type { ResourceProvider } from '../../core/resource.ts';
import type { Archives } from './archives.ts';
import {
  type BusPolicyProperties,
  busDefinitionOf,
  busPolicyProperties,
  policyArnOf,
  readBusPolicy,
  statementOf,
} from './bus-policy.ts';
import { parseSchedule } from './cron.ts';
import type { EventDefinitions } from './kept.ts';
import { DEFAULT_BUS, type Registry, type Target } from './registry.ts';
import { invalidPath } from './target-input.ts';
import { unsupportedTarget } from './targets.ts';

/** Accepted without effect: labels that nothing on one machine reads. */
const tags = z.unknown().optional();

const eventBus = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  Tags: tags,
  /** No effect: state is not encrypted here. */
  KmsKeyIdentifier: z.string().optional(),
  Policy: z.unknown().optional(),
});

const jsonPath = z.string().superRefine((path, context) => {
  const problem = invalidPath(path);
  if (problem) context.addIssue(problem);
});

/** A target as the template and the API name it. */
export const targetShape = z.strictObject({
  Id: z.string().min(1),
  Arn: z.string().superRefine((arn, context) => {
    const problem = unsupportedTarget(arn);
    if (problem) context.addIssue(problem);
  }),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: jsonPath.optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), jsonPath).optional(), InputTemplate: z.string() })
    .optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.coerce.number().int().min(0).max(185).optional(),
      MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(86_400).optional(),
    })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
});

/** CloudFormation takes a pattern as JSON text, too. */
const eventPattern = z.union([
  z.record(z.string(), z.unknown()),
  z.string().transform((text, context): Record<string, unknown> => {
    try {
      return Object(JSON.parse(text));
    } catch {
      context.addIssue('is text that is no JSON; an event pattern is a mapping');
      return z.NEVER;
    }
  }),
]);

const rule = z
  .strictObject({
    Name: z.string().optional(),
    Description: z.string().optional(),
    EventBusName: z.string().optional(),
    EventPattern: eventPattern.optional(),
    ScheduleExpression: z.string().optional(),
    State: z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']).optional(),
    Targets: z.array(targetShape).max(5).optional(),
    RoleArn: z.string().optional(),
    Tags: tags,
  })
  .refine(
    (properties) => properties.EventPattern !== undefined || properties.ScheduleExpression !== undefined,
    'a rule needs an EventPattern or a ScheduleExpression',
  );

const archive = z.strictObject({
  ArchiveName: z.string().optional(),
  SourceArn: z.string(),
  Description: z.string().optional(),
  EventPattern: eventPattern.optional(),
  RetentionDays: z.coerce.number().int().min(0).optional(),
  /** No effect: state is not encrypted here. */
  KmsKeyIdentifier: z.string().optional(),
});

export interface EventResourceServices {
  registry: Registry;
  archives: Archives;
  kept: EventDefinitions;
}

/** AWS::Events::EventBus, Rule, Archive and EventBusPolicy, which is one statement of a bus's policy. */
export function eventResources({ registry, archives, kept }: EventResourceServices): ResourceProvider[] {
  const buses: ResourceProvider<z.infer<typeof eventBus>> = {
    type: 'AWS::Events::EventBus',
    properties: eventBus,
    apply({ physicalName, properties }) {
      const { Name: name = physicalName, Description, Policy: given } = properties;
      const own = given === undefined ? undefined : readBusPolicy(given);
      const bus = registry.putBus(name, Description, own);
      kept.declare(policyArnOf(bus), busDefinitionOf(bus));
      return { ref: bus.name, attributes: { Arn: bus.arn, Name: bus.name } };
    },
    remove: ({ ref }) => registry.removeBus(ref),
  };

  const rules: ResourceProvider<z.infer<typeof rule>> = {
    type: 'AWS::Events::Rule',
    properties: rule,
    apply({ physicalName, properties }) {
      const busName = registry.requireBus(properties.EventBusName).name;
      const schedule = properties.ScheduleExpression;
      if (schedule !== undefined) {
        parseSchedule(schedule);
        if (busName !== DEFAULT_BUS)
          throw new RangeError('a rule with a ScheduleExpression belongs to the default bus');
      }
      const targets: Target[] = properties.Targets ?? [];
      const definition = {
        name: properties.Name ?? physicalName,
        busName,
        description: properties.Description,
        pattern: properties.EventPattern,
        schedule,
        enabled: properties.State !== 'DISABLED',
        roleArn: properties.RoleArn,
        targets,
      };
      const made = registry.putRule(definition);
      kept.declare(made.arn, definition);
      return {
        ref: busName === DEFAULT_BUS ? made.name : `${busName}|${made.name}`,
        attributes: { Arn: made.arn },
      };
    },
    remove: ({ attributes: { Arn: arn = '' } }) => registry.removeRule({ arn }),
  };

  const archiveProvider: ResourceProvider<z.infer<typeof archive>> = {
    type: 'AWS::Events::Archive',
    properties: archive,
    apply({ physicalName, properties }) {
      const definition = {
        name: properties.ArchiveName ?? physicalName,
        sourceArn: properties.SourceArn,
        description: properties.Description,
        pattern: properties.EventPattern,
        retentionDays: properties.RetentionDays ?? 0,
      };
      const made = archives.put(definition);
      kept.declare(made.arn, definition);
      return { ref: made.name, attributes: { Arn: made.arn } };
    },
    remove({ ref }) {
      const found = archives.list().find(({ name }) => name === ref);
      if (found) archives.remove(found);
    },
  };

  const policies: ResourceProvider<BusPolicyProperties> = {
    type: 'AWS::Events::EventBusPolicy',
    properties: busPolicyProperties,
    apply({ properties }) {
      const bus = registry.requireBus(properties.EventBusName);
      const added = readBusPolicy({ Statement: [statementOf(bus.arn, properties)] });
      bus.policy.added.set(properties.StatementId, added);
      kept.declare(policyArnOf(bus), busDefinitionOf(bus));
      return { ref: properties.StatementId, attributes: {} };
    },
    remove({ properties: { EventBusName, StatementId } }) {
      const bus = registry.findBus(typeof EventBusName === 'string' ? EventBusName : undefined);
      bus?.policy.added.delete(String(StatementId));
    },
  };

  return [buses, rules, archiveProvider, policies];
}
