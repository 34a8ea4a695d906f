import path from 'node:path';
import { readTemplateFile } from '@shutterbus/sandbox/template/read-template';
import { root, services } from '../../scripts/lib/repository.ts';
import { ofType, readStacks, type Stack, type Stacks } from './templates.ts';
import { at, textOf } from './values.ts';

const { stacks } = readStacks();
const body = textOf(at(stacks.root?.Dashboard?.properties, 'DashboardBody'));
const outputs = new Map(
  services.map((service) => {
    const { Outputs } = readTemplateFile(path.join(root, `services/${service}/template.yaml`));
    return [service, textOf(at(Outputs, 'DeadLetterMetrics', 'Value'))];
  }),
);

/** A search matches words of names: those of another stack as well, and none that CloudFormation cut. */
const searches = (text: string): string[] => text.match(/SEARCH\([^)]*\)/g) ?? [];

/** Queues of failures whose depth no line of the dashboard shows. */
const unshown = (all: Stacks, shown: ReadonlyMap<string, string>): string[] =>
  [...shown].flatMap(([service, text]) =>
    deadLettersOf(all[service] ?? {}).filter((id) => !text.includes(`\${${id}.QueueName}`)),
  );

const deadLettersOf = (stack: Stack): string[] =>
  ofType(stack, 'AWS::SQS::Queue')
    .map(([id]) => id)
    .filter((id) => id.endsWith('DeadLetters'));

describe('the dashboard', () => {
  it('finds its metrics by their names and dimensions', () => {
    expect(searches(body)).toEqual([]);
    expect(searches(`"expression": "SEARCH('{AWS/SQS,QueueName} \\"app\\"', 'Maximum')"`)).toHaveLength(1);
  });

  it('shows the faults and crashes of each service', () => {
    for (const service of services) {
      expect(body).toContain(`"${service}"`);
      const counted = at(stacks[service]?.Crashes?.properties, 'MetricTransformations', 0, 'MetricName');
      expect(body).toContain(`"${textOf(counted)}"`);
    }
  });

  it('shows each queue in which failures end', () => {
    expect(body.match(/Outputs\.DeadLetterMetrics/g)).toHaveLength(services.length);
    expect(unshown(stacks, outputs)).toEqual([]);
    expect(unshown(stacks, new Map([...outputs, ['notifications', outputs.get('users') ?? '']]))).toContain(
      'MailDeadLetters',
    );
  });
});
