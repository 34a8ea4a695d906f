import { parseSchedule } from '../../aws/eventbridge/cron.ts';
import { compilePattern } from '../../aws/eventbridge/pattern.ts';
import { isPending, shown } from '../../template/faults.ts';
import { isSettled } from '../../template/intrinsics.ts';
import { isMapping, scalarText } from '../../template/value.ts';
import {
  choice,
  each,
  form,
  knownAt,
  longest,
  most,
  needed,
  onlyOne,
  type Refusal,
  range,
  referred,
  serviceOf,
  textAt,
  valuesAt,
} from './refusal.ts';

const rule = 'AWS::Events::Rule';
const bus = 'AWS::Events::EventBus';
const archive = 'AWS::Events::Archive';
const guide = 'https://docs.aws.amazon.com/eventbridge/latest/userguide';
const name = /^[\w.-]{1,64}$/;

/** Variables that EventBridge fills in itself. */
const predefined = new Set([
  ...['aws.events.rule-arn', 'aws.events.rule-name', 'aws.events.event.ingestion-time'],
  ...['aws.events.event', 'aws.events.event.json'],
]);

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');

const targetRules: Refusal[] = [
  most(rule, 'Targets', 5, `${guide}/eb-quota.html`),
  form(rule, 'Targets[].Id', name, 'has up to 64 letters, digits, dots, - and _'),
  {
    type: rule,
    rule: 'Events Rule: two targets with one Id',
    page: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html',
    *find({ properties }) {
      const ids = knownAt(properties, 'Targets[].Id');
      for (const [index, { path, value }] of ids.entries()) {
        if (ids.findIndex((other) => other.value === value) < index)
          yield { path, sentence: `is ${shown(value)}, as of another target; each has its own` };
      }
    },
  },
  onlyOne(rule, 'Targets[]', ['Input', 'InputPath', 'InputTransformer']),
  each(rule, 'Targets[].Input', 'Events Rule: Input that is no JSON', ({ value }) => {
    try {
      JSON.parse(scalarText(value) ?? '');
      return undefined;
    } catch {
      return `is ${shown(value)}, which is no JSON; text stands in quotes`;
    }
  }),
  {
    type: rule,
    rule: 'Events Rule: InputTemplate with a placeholder that is not defined',
    page: `${guide}/eb-transform-target-input.html`,
    *find({ properties }) {
      for (const { path, value } of valuesAt(properties, 'Targets[].InputTransformer')) {
        if (!isMapping(value)) continue;
        const { InputTemplate: template, InputPathsMap: paths } = value;
        if (typeof template !== 'string' || isPending(template)) continue;
        const known = isMapping(paths) ? Object.keys(paths) : [];
        for (const [, placeholder = ''] of template.matchAll(/<([\w.-]+)>/g)) {
          if (known.includes(placeholder) || predefined.has(placeholder)) continue;
          yield {
            path: [...path, 'InputTemplate'],
            sentence: `has the placeholder <${placeholder}>, which is not defined; InputPathsMap has ${known.join(', ') || 'none'}`,
          };
        }
      }
    },
  },
  {
    type: rule,
    rule: 'Events Rule: InputPathsMap with more than 100 entries, or a name that begins with AWS',
    page: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html',
    *find({ properties }) {
      for (const { path, value } of valuesAt(properties, 'Targets[].InputTransformer.InputPathsMap')) {
        const names = isMapping(value) ? Object.keys(value) : [];
        if (names.length > 100) yield { path, sentence: `has ${names.length} entries; the most are 100` };
        const own = names.filter((each) => /^aws/i.test(each));
        if (own.length > 0)
          yield {
            path,
            sentence: `has ${own.join(', ')}; names that begin with AWS are kept for EventBridge`,
          };
      }
    },
  },
  longest(rule, 'Targets[].InputTransformer.InputTemplate', 8192),
  range(rule, 'Targets[].RetryPolicy.MaximumRetryAttempts', 0, 185),
  range(rule, 'Targets[].RetryPolicy.MaximumEventAgeInSeconds', 60, 86_400, ' seconds'),
  {
    type: rule,
    rule: 'Events Rule: a dead-letter queue that is none, or a FIFO queue',
    page: `${guide}/eb-rule-dlq.html`,
    *find({ properties }, around) {
      for (const { path, value } of valuesAt(properties, 'Targets[].DeadLetterConfig.Arn')) {
        const service = serviceOf(value, around);
        if (service !== undefined && service !== 'sqs')
          yield { path, sentence: `is of ${service || 'no service'}; it is the ARN of a standard queue` };
        if (textAt(referred(value, around)?.properties ?? {}, 'FifoQueue') === 'true')
          yield { path, sentence: 'is a FIFO queue; it is a standard queue' };
      }
    },
  },
];

const ruleRules: Refusal[] = [
  needed(rule, 'EventPattern', 'ScheduleExpression'),
  form(rule, 'Name', name, 'has up to 64 letters, digits, dots, - and _'),
  longest(rule, 'Description', 512),
  choice(rule, 'State', ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']),
  {
    type: rule,
    rule: 'Events Rule: EventPattern that EventBridge does not understand',
    page: `${guide}/eb-event-patterns.html`,
    *find({ properties: { EventPattern: pattern } }) {
      if (pattern === undefined || !isSettled(pattern) || isPending(pattern)) return;
      try {
        compilePattern(typeof pattern === 'string' ? JSON.parse(pattern) : pattern);
      } catch (error) {
        yield { path: ['EventPattern'], sentence: `is no event pattern: ${messageOf(error)}` };
      }
    },
  },
  each(
    rule,
    'ScheduleExpression',
    'Events Rule: malformed ScheduleExpression',
    ({ value }) => {
      try {
        parseSchedule(scalarText(value) ?? '');
        return undefined;
      } catch (error) {
        return `is ${shown(value)}: ${messageOf(error)}; rate(5 minutes) and cron(0 12 * * ? *) are right ones`;
      }
    },
    `${guide}/eb-scheduled-rule-pattern.html`,
  ),
  {
    type: rule,
    rule: 'Events Rule: ScheduleExpression on a bus other than the default one',
    page: `${guide}/eb-create-rule-schedule.html`,
    *find({ properties }) {
      const { EventBusName: busName, ScheduleExpression: schedule } = properties;
      if (schedule !== undefined && busName !== undefined && busName !== 'default' && !isPending(busName))
        yield {
          path: ['ScheduleExpression'],
          sentence: 'goes with the default bus alone; leave EventBusName out',
        };
    },
  },
];

const busRules: Refusal[] = [
  form(
    bus,
    'Name',
    /^(?!default$)[\w./-]{1,256}$/,
    'has up to 256 letters, digits, dots, - and _, and is not default',
  ),
  needed(bus, 'Name'),
  form(archive, 'ArchiveName', /^[\w.-]{1,48}$/, 'has up to 48 letters, digits, dots, - and _'),
  range(archive, 'RetentionDays', 0, Infinity, ' days'),
  needed(archive, 'SourceArn'),
  choice('AWS::Scheduler::Schedule', 'FlexibleTimeWindow.Mode', ['OFF', 'FLEXIBLE']),
];

export const eventRefusals: Refusal[] = [...ruleRules, ...targetRules, ...busRules];
