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
  /** Functions and queues, by name. */
  targets: string[];
}

/** Something that an event passes before a function, by the name that it has in the account. */
export interface Station {
  kind: 'rule' | 'queue' | 'stream of';
  name: string;
}

/** What lies before a function, the nearest last. */
export type WaysTo = (functionName: string, detailType: string | undefined) => Station[];

interface Settings {
  endpoint?: string;
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

const pattern = z.object({ 'detail-type': z.array(z.string()).default([]) });

/** Asks which rules, queues and streams bring something to the functions of the account. */
export async function readWays(settings: Settings): Promise<WaysTo> {
  const [rules, sources] = await Promise.all([rulesOf(settings), sourcesOf(settings)]);
  return (functionName, detailType) => {
    const source = sources.get(functionName);
    if (source?.stream !== undefined) return [{ kind: 'stream of', name: source.stream }];
    const leading = rules.filter(({ targets }) => targets.includes(source?.queue ?? functionName));
    const rule =
      leading.length > 1
        ? leading.find(({ detailTypes }) => detailTypes.includes(detailType ?? ''))
        : leading[0];
    return [
      ...(rule === undefined ? [] : [{ kind: 'rule' as const, name: rule.name }]),
      ...(source?.queue === undefined ? [] : [{ kind: 'queue' as const, name: source.queue }]),
    ];
  };
}

/** The queue or the table that a function's mapping reads, by the function's name. */
async function sourcesOf(settings: Settings) {
  const sources = new Map<string, { queue?: string; stream?: string }>();
  const client = new LambdaClient(settings);
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client }, {}))
    for (const { FunctionArn, EventSourceArn = '' } of EventSourceMappings) {
      const stream = /:table\/([^/]+)\/stream\//.exec(EventSourceArn)?.[1];
      const source = stream === undefined ? { queue: EventSourceArn.split(':').at(-1) ?? '' } : { stream };
      sources.set(nameOf(FunctionArn), source);
    }
  return sources;
}

async function rulesOf(settings: Settings): Promise<Rule[]> {
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
        rules.push({ name: Name, detailTypes, targets: Targets.map(({ Arn }) => nameOf(Arn)) });
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }
  return rules;
}

/** Of a queue, or of a function without its alias. */
const nameOf = (arn = ''): string => /:function:([^:]+)/.exec(arn)?.[1] ?? arn.split(':').at(-1) ?? arn;
