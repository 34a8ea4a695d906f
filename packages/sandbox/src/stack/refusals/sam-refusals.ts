import { shown } from '../../template/faults.ts';
import { shiftTypes } from '../../template/sam/function-properties.ts';
import { isMapping } from '../../template/value.ts';
import { choice, form, type Refusal, textAt } from './refusal.ts';

const fn = 'AWS::Serverless::Function';
const sam = 'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide';

/** What a route of an HTTP API begins with; SAM takes them in small letters too. */
const methods = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** What SAM itself refuses, before CloudFormation sees the template. */
export const samRefusals: Refusal[] = [
  {
    type: fn,
    rule: 'Serverless Function: DeploymentPreference without AutoPublishAlias',
    page: `${sam}/automating-updates-to-serverless-apps.html`,
    *find({ properties }) {
      const preference = properties.DeploymentPreference;
      const enabled =
        isMapping(preference ?? null) && textAt(properties, 'DeploymentPreference.Enabled') !== 'false';
      if (enabled && properties.AutoPublishAlias === undefined)
        yield {
          path: ['DeploymentPreference'],
          sentence: 'needs AutoPublishAlias, the alias whose traffic it shifts',
        };
    },
  },
  {
    type: fn,
    rule: 'Serverless Function: unknown DeploymentPreference.Type',
    page: `${sam}/automating-updates-to-serverless-apps.html`,
    *find({ properties }, { resources }) {
      const type = textAt(properties, 'DeploymentPreference.Type');
      if (type === undefined || shiftTypes.includes(type)) return;
      const own = [...resources.values()].some(
        (other) =>
          other.type === 'AWS::CodeDeploy::DeploymentConfig' &&
          textAt(other.properties, 'DeploymentConfigName') === type,
      );
      if (!own)
        yield {
          path: ['DeploymentPreference', 'Type'],
          sentence: `is ${shown(type)}; it is ${shiftTypes.join(', ')}, or the name of an AWS::CodeDeploy::DeploymentConfig`,
        };
    },
  },
  form(fn, 'AutoPublishAlias', /^(?!\d+$)[\w-]+$/, 'has letters, digits, - and _, and is no number'),
  choice(fn, 'Tracing', ['Active', 'PassThrough', 'Disabled']),
  choice(fn, 'DeadLetterQueue.Type', ['SQS', 'SNS']),
  {
    type: fn,
    rule: 'Serverless Function: an HttpApi event with an unknown method, or a path that does not begin with a slash',
    page: `${sam}/sam-property-function-httpapi.html`,
    *find({ properties }) {
      for (const [name, event] of Object.entries(isMapping(properties.Events) ? properties.Events : {})) {
        if (!isMapping(event) || event.Type !== 'HttpApi' || !isMapping(event.Properties)) continue;
        const [method, route] = [textAt(event.Properties, 'Method'), textAt(event.Properties, 'Path')];
        const path = ['Events', name, 'Properties'];
        if (method !== undefined && !methods.includes(method.toUpperCase()))
          yield { path: [...path, 'Method'], sentence: `is ${shown(method)}; it is ${methods.join(', ')}` };
        if (route !== undefined && route !== '$default' && !route.startsWith('/'))
          yield { path: [...path, 'Path'], sentence: `is ${shown(route)}; it begins with a slash` };
      }
    },
  },
  {
    type: fn,
    rule: 'Serverless Function: InlineCode beside CodeUri',
    page: `${sam}/sam-resource-function.html`,
    *find({ properties }) {
      if (properties.InlineCode !== undefined && properties.CodeUri !== undefined)
        yield { path: ['InlineCode'], sentence: 'stands beside CodeUri; only one of them goes' };
    },
  },
];
