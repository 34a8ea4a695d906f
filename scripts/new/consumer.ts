import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { EventDefinition } from '@shutterbus/contracts/event';
import { sampleOf } from '../lib/contract-files.ts';
import { messageName } from '../lib/event-readers.ts';
import { root, type Service } from '../lib/repository.ts';
import { type Draft, insertLine } from './draft.ts';
import { addFunction, yamlWidth } from './function.ts';
import { camelCase, pascalCase, refuseTakenId, sentence } from './names.ts';

interface NewConsumer {
  service: Service;
  /** Every version of the event, the oldest first. */
  definitions: EventDefinition[];
  /** Of use case and test. */
  name: string;
  /** Of handler and input. */
  handler: string;
}

/** Every place of a consumer, in the order of CONTRIBUTING.md. */
export function addConsumer(draft: Draft, consumer: NewConsumer): void {
  const { service, definitions, name, handler } = consumer;
  const [first] = definitions;
  if (!first) return;
  const id = pascalCase(handler);
  refuseTakenId(draft, id, 'Say by --handler what this one does with it, such as on-own-media-deleted.');
  const folder = `services/${service}/src`;
  draft.create(`${folder}/use-cases/${name}.ts`, useCaseOf(consumer));
  draft.create(`${folder}/use-cases/${name}.test.ts`, testOf(consumer));
  draft.create(`${folder}/handlers/${handler}.ts`, handlerOf(consumer));
  addFunction(draft, {
    service,
    id,
    handler,
    resource: resourceOf(consumer, id),
    calledBy: 'EventBridgeRule',
    probe: 'refusesUnknownEvent',
    probeImports: [['refusesUnknownEvent', '@shutterbus/lambda/probes']],
    event: sampleOf(first),
    seen: '`null`: it says in the log that it heard',
  });
  draft.edit(`services/${service}/README.md`, (text) => withRow(text, first, id));
  draft.edit('tests/template/checks/events.ts', (text) => {
    const list = /const withoutReader = \[[^\]]*\];/.exec(text)?.[0] ?? '';
    return text.replace(list, list.replace(new RegExp(`'${first.detailType}'(,\\s*)?`), ''));
  });
}

const exportName = (definition: EventDefinition): string => messageName(definition).replace('.v', 'V');
/** A service's events may stand in several files. */
function moduleOf(definition: EventDefinition): string {
  const found = globSync('packages/contracts/src/events/*.ts', { cwd: root }).find((file) =>
    readFileSync(path.join(root, file), 'utf8').includes(`export const ${exportName(definition)} =`),
  );
  return `@shutterbus/contracts/events/${path.parse(found ?? '').name}`;
}

function useCaseOf({ definitions, name }: NewConsumer): string {
  const names = definitions.map(exportName);
  return `import type { EventOf } from '@shutterbus/contracts/event';
import type { ${names.join(', ')} } from '${moduleOf(definitions[0] as EventDefinition)}';

/** ${sentence(name)}. It has no effect yet, so it is safe to repeat, and in any order. */
export function make${pascalCase(name)}({ say }: { say: (sentence: string) => void }) {
  return async ({ detailType, detail: { metadata } }: EventOf<${names.map((one) => `typeof ${one}`).join(' | ')}>) => {
    say(\`\${detailType}, version \${metadata.aggregateVersion}\`);
  };
}
`;
}

function testOf({ definitions, name }: NewConsumer): string {
  const first = exportName(definitions[0] as EventDefinition);
  return `import { createEvent } from '@shutterbus/contracts/event';
import { ${first} } from '${moduleOf(definitions[0] as EventDefinition)}';
import { make${pascalCase(name)} } from './${name}.ts';

const event = (aggregateVersion: number) =>
  createEvent(${first}, {
    eventId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R',
    occurredAt: '2026-11-28T10:00:00.000Z',
    aggregateId: 'sample',
    aggregateVersion,
    trace: { correlationId: 'sample-correlation-1', causationId: 'sample-request-1' },
    data: ${first}.example,
  });

describe('${camelCase(name)}', () => {
  it('takes an event twice, and an older one late', async () => {
    const said: string[] = [];
    const take = make${pascalCase(name)}({ say: (sentence) => said.push(sentence) });
    for (const version of [2, 2, 1]) await take(event(version));
    expect(said).toEqual([2, 2, 1].map((version) => \`${(definitions[0] as EventDefinition).detailType}, version \${version}\`));
  });
});
`;
}

function handlerOf({ service, definitions, name, handler }: NewConsumer): string {
  const names = definitions.map(exportName);
  const { detailType } = definitions[0] as EventDefinition;
  return `import { ${names.join(', ')} } from '${moduleOf(definitions[0] as EventDefinition)}';
import { consume } from '@shutterbus/lambda/consume';
import { logger } from '@shutterbus/lambda/logger';
import { make${pascalCase(name)} } from '../use-cases/${name}.ts';

/** ${detailType} → says in the log that it came. Safe to repeat, in any order. Input: events/${service}/${handler}.json */
export const handler = consume([${names.join(', ')}], make${pascalCase(name)}({ say: (sentence) => logger.info(sentence) }));
`;
}

/** Two exits: the rule's for events that Lambda did not take, the function's for those it failed at. As all consumers of the service have them. */
function resourceOf({ service, definitions, handler }: NewConsumer, id: string): string {
  const { source, detailType } = definitions[0] as EventDefinition;
  const properties = `{ <<: *fromBus, Pattern: { source: [${source}], detail-type: [${detailType}] } }`;
  const short = `      Events: { Rule: { Type: EventBridgeRule, Properties: ${properties} } }`;
  const long = `      Events:
        Rule:
          Type: EventBridgeRule
          Properties: ${properties}`;
  return `  ${id}:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../../dist/${service}/${handler}
${short.length <= yamlWidth ? short : long}
      EventInvokeConfig: *onFailure`;
}

/** The card's table of events with a row more, or with a table of one row where there was none. */
function withRow(text: string, { detailType, source }: EventDefinition, id: string): string {
  const heading = /^\| event in .*$/m.exec(text)?.[0];
  const effect = 'says in the log that it came';
  if (heading === undefined) {
    const table = `| event in | function | effect |\n| --- | --- | --- |\n| ${detailType} | \`${id}\` | ${effect} |\n`;
    return insertLine(
      text.replace(' **Events in:** none.', ''),
      table,
      { before: /^\*\*Failure exits/ },
      'paragraph on failure exits in the card',
    );
  }
  const cells = heading
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
    .map((cell) => {
      if (cell === 'event in') return detailType;
      if (cell === 'from') return source.replace('shutterbus.', '');
      if (cell === 'way') return 'rule';
      return cell === 'function' ? `\`${id}\`` : effect;
    });
  const [head = '', rows = ''] = [text.slice(0, text.indexOf(heading)), text.slice(text.indexOf(heading))];
  const end = rows.indexOf('\n\n');
  return `${head}${rows.slice(0, end)}\n| ${cells.join(' | ')} |${rows.slice(end)}`;
}
