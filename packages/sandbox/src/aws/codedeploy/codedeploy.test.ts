import { makeCodeDeploy } from './codedeploy.ts';

describe('makeCodeDeploy', () => {
  it.each([
    ['Canary10Percent5Minutes', 'Canary10Percent5Minutes'],
    ['ours', 'Canary5Percent3Minutes'],
    ['slow', 'Linear20PercentEvery4Minutes'],
    ['atOnce', 'AllAtOnce'],
  ])('knows how the configuration %s shifts traffic', async (Type, shift) => {
    const { resources, groups, shiftOf } = makeCodeDeploy({ report: () => {} }, () => undefined);
    const make = (type: string, properties: Record<string, unknown>): unknown => {
      const provider = resources.find((each) => each.type === type);
      const request = { logicalId: 'X', stackName: 'app', physicalName: 'app-X' };
      return provider?.apply({ ...request, properties: provider.properties.parse(properties) });
    };
    const configurations = {
      ours: { Type: 'TimeBasedCanary', TimeBasedCanary: { CanaryPercentage: 5, CanaryInterval: '3' } },
      slow: { Type: 'TimeBasedLinear', TimeBasedLinear: { LinearPercentage: 20, LinearInterval: 4 } },
      atOnce: { Type: 'AllAtOnce' },
    };
    for (const [name, TrafficRoutingConfig] of Object.entries(configurations)) {
      const properties = { DeploymentConfigName: name, ComputePlatform: 'Lambda', TrafficRoutingConfig };
      make('AWS::CodeDeploy::DeploymentConfig', properties);
    }
    make('AWS::CodeDeploy::DeploymentGroup', {
      ApplicationName: 'app',
      DeploymentConfigName: Type,
      ServiceRoleArn: 'arn:aws:iam::000000000000:role/Release',
      Release: { FunctionName: 'fn', AliasName: 'live', Type },
    });
    const group = groups.get('fn');
    expect(group && shiftOf(group)).toBe(shift);
  });
});
