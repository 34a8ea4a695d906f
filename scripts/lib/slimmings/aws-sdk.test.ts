import { createRequire } from 'node:module';
import path from 'node:path';
import { regionalEndpoint } from '../../../packages/lambda/src/regional-endpoint.ts';
import { root } from '../repository.ts';
import { addressNames } from './aws-sdk.ts';

/** Workspaces that have the clients among their dependencies. */
const users = createRequire(path.join(root, 'services/users/package.json'));
const notifications = createRequire(path.join(root, 'services/notifications/package.json'));
const hooks = createRequire(path.join(root, 'packages/lambda/package.json'));
const everywhere = createRequire(path.join(root, 'package.json'));

const clients: Record<string, NodeJS.Require> = {
  'client-cloudwatch': hooks,
  'client-codedeploy': hooks,
  'client-cognito-identity-provider': users,
  'client-dynamodb': everywhere,
  'client-eventbridge': everywhere,
  'client-lambda': hooks,
  'client-sesv2': notifications,
  'client-sqs': everywhere,
  'client-ssm': hooks,
};

describe('addressNames', () => {
  it.each(Object.entries(addressNames))('%s is at %s', (client, name) => {
    const sdk = clients[client]?.(`@aws-sdk/${client}`);
    const Client = Object.entries(sdk).find(
      ([key]) => /^[A-Z]\w+Client$/.test(key) && !key.startsWith('__'),
    )?.[1];
    const { config } = new (
      Client as new (
        options: object,
      ) => { config: { endpointProvider: typeof resolve } }
    )({
      region: 'eu-west-1',
    });
    const region = { Region: 'eu-west-1' };
    expect(regionalEndpoint(name)(region).url.href).toBe(
      config.endpointProvider({ ...region, UseFIPS: false, UseDualStack: false }).url.href,
    );
  });
});

declare function resolve(parameters: object): { url: URL };
