import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { LambdaClient, paginateListEventSourceMappings } from '@aws-sdk/client-lambda';
import * as z from 'zod';

interface Rule {
  name: string;
  detailTypes: string[];
  /** Functions and queues. */
  targets: string[];
}

/** Something that an event passes before a function, by its name in the template: several when a line does not say which. */
export interface Station {
  kind: 'rule' | 'queue' | 'stream of';
  names: readonly string[];
}

/** What lies before a function, the nearest last. */
export type WaysTo = (functionName: string, detailType: string | undefined) => Station[];

interface Settings {
  endpoint?: string;
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

const pattern = z.object({ 'detail-type': z.array(z.string()).default([]) });

/**
 * Asks which rules, queues and streams bring something to the functions of the account.
 * @param short what something is called in the template, by its name in the account
 */
export async function readWays(settings: Settings, short: (name: string) => string): Promise<WaysTo> {
  const nameOf = (arn: string | undefined): string => short(nameIn(arn));
  const [rules, sources] = await Promise.all([rulesOf(settings, nameOf), sourcesOf(settings, nameOf)]);
  return (functionName, detailType) => {
    const { streams, queues } = sources.get(functionName) ?? { streams: [], queues: [] };
    if (streams.length > 0) return [{ kind: 'stream of', names: streams }];
    const led = queues.length > 0 ? queues : [functionName];
    const leading = rules.filter(({ targets }) => targets.some((target) => led.includes(target)));
    const rule =
      leading.length > 1
        ? leading.find(({ detailTypes }) => detailTypes.includes(detailType ?? ''))
        : leading[0];
    return [
      ...(rule === undefined ? [] : [{ kind: 'rule' as const, names: [rule.name] }]),
      ...(queues.length === 0 ? [] : [{ kind: 'queue' as const, names: queues }]),
    ];
  };
}

/** The queues or the tables that a function's mappings read, by the function's name. */
async function sourcesOf(settings: Settings, nameOf: (arn?: string) => string) {
  const sources = new Map<string, { queues: string[]; streams: string[] }>();
  const client = new LambdaClient(settings);
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client }, {}))
    for (const { FunctionArn, EventSourceArn = '' } of EventSourceMappings) {
      const known = sources.get(nameOf(FunctionArn)) ?? { queues: [], streams: [] };
      const table = /:table\/([^/]+)\/stream\//.exec(EventSourceArn)?.[1];
      if (table === undefined) known.queues.push(nameOf(EventSourceArn));
      else known.streams.push(nameOf(table));
      sources.set(nameOf(FunctionArn), known);
    }
  for (const { queues } of sources.values()) queues.sort();
  return sources;
}

async function rulesOf(settings: Settings, nameOf: (arn?: string) => string): Promise<Rule[]> {
  const client = new EventBridgeClient(settings);
  const { EventBuses = [] } = await client.send(new ListEventBusesCommand({}));
  const rules: Rule[] = [];
  for (const { Name: EventBusName } of EventBuses) {
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListRulesCommand({ EventBusName, NextToken }));
      for (const { Name = '', EventPattern } of page.Rules ?? []) {
        if (EventPattern === undefined) continue;
        const { Targets = [] } = await client.send(
          new ListTargetsByRuleCommand({ EventBusName, Rule: Name }),
        );
        const detailTypes = pattern.safeParse(JSON.parse(EventPattern)).data?.['detail-type'] ?? [];
        rules.push({ name: nameOf(Name), detailTypes, targets: Targets.map(({ Arn }) => nameOf(Arn)) });
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }
  return rules;
}

/** Of a queue, or of a function without its alias. */
const nameIn = (arn = ''): string => /:function:([^:]+)/.exec(arn)?.[1] ?? arn.split(':').at(-1) ?? arn;
