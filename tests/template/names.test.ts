import path from 'node:path';
import { planStack } from '@shutterbus/sandbox/stack/plan';
import { root, services } from '../../scripts/lib/repository.ts';
import { longestNames, planStacks } from '../../scripts/release/planned-stacks.ts';

/** The longest name that the templates take for the root's stack; AWS itself takes 128. */
const longestStackName = `shutterbus-${'x'.repeat(16)}`;
const prod = { Stage: 'prod', EventLake: 'true' };

/** Whose names are the account's, or everybody's, and not the region's. */
const isGlobal = (type: string): boolean =>
  /^AWS::(CloudFront|IAM|S3)::/.test(type) || type === 'AWS::CloudWatch::Dashboard';

describe('the names that the templates give', () => {
  it('are short enough for the longest name of a stack, in the region whose name is longest', () => {
    const { names } = planStacks(longestStackName, prod, 'ap-southeast-1');
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter(({ type, name }) => name.length > (longestNames[type] ?? Infinity))).toEqual([]);
    expect(
      Math.max(
        ...names.filter(({ type }) => type === 'AWS::Lambda::Function').map(({ name }) => name.length),
      ),
    ).toBe(64);
  });

  it.each(services)('are refused by %s for one letter more, in words that say why', (service) => {
    const { problems } = planStack(
      {
        templateFile: path.join(root, `services/${service}/template.yaml`),
        stackName: 'app',
        parameters: { EventBusName: `${longestStackName}x` },
      },
      { region: 'eu-west-1', accountId: '111122223333' },
      new Map(),
    );
    expect(problems).toContainEqual(expect.stringMatching(/EventBusName.*at most 27 letters/));
  });

  it('are others in another region, where a name counts for the whole account', () => {
    const globalNames = (region: string) =>
      planStacks('app', prod, region).names.flatMap(({ type, name }) =>
        isGlobal(type) ? [`${type} ${name}`] : [],
      );
    const there = globalNames('eu-west-2');
    expect(there.length).toBeGreaterThan(3);
    expect(globalNames('eu-west-1').filter((name) => there.includes(name))).toEqual([]);
  });
});
