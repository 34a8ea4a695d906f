import path from 'node:path';
import { readTemplateFile } from '@shutterbus/sandbox/template/read-template';
import { root } from '../../scripts/lib/repository.ts';
import { readStacks } from './templates.ts';
import { at, list, textOf } from './values.ts';

const queues = readStacks().stacks.notifications ?? {};
const { Parameters } = readTemplateFile(path.join(root, 'template.yaml'));

/** Of all ways of releasing by a canary, the one that lets the version before work for longest. */
const longestCanarySeconds =
  60 *
  Math.max(
    ...list(at(Parameters, 'ReleaseType', 'AllowedValues')).map((type) =>
      Number(/^Canary\d+Percent(\d+)Minutes$/.exec(textOf(type))?.[1] ?? 0),
    ),
  );

describe('the queues of mails', () => {
  it.each(['MailQueue', 'PromptMailQueue'])(
    '%s tries a mail of a kind that the release before does not know for longer than a canary lasts',
    (name) => {
      const queue = queues[name]?.properties;
      const attempts = Number(at(queue, 'RedrivePolicy', 'maxReceiveCount'));
      const lastAfterSeconds = (attempts - 1) * Number(queue?.VisibilityTimeout);
      expect(longestCanarySeconds).toBe(1800);
      expect(lastAfterSeconds).toBeGreaterThan(longestCanarySeconds);
    },
  );
});
