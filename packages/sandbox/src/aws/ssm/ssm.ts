import * as z from 'zod';
import { AwsError } from '../../core/aws-error.ts';
import type { Edge } from '../../core/edge.ts';
import { jsonProtocol } from '../../core/json-protocol.ts';
import type { ResourceProvider } from '../../core/resource.ts';
import type { World } from '../../core/world.ts';
import { isPending } from '../../template/faults.ts';
import { ignored, text } from '../lambda/template-values.ts';

export interface Ssm {
  edge: Edge;
  resources: ResourceProvider[];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html */
const parameterName = z
  .string()
  .max(1011)
  .regex(
    /^[\w.-]+$|^(\/[\w.-]+){1,15}$/,
    'is no name of a parameter: letters, digits, _.- and up to 15 levels after a /',
  )
  .regex(/^(?!\/?(aws|ssm))/i, 'begins with a word that AWS keeps for itself (aws, ssm)');

function isPattern(text: string): boolean {
  try {
    RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const largestBytes = { Standard: 4096, Advanced: 8192 };

/** CloudFormation makes no SecureString, so there is no secret here. */
const properties = z
  .strictObject({
    Name: parameterName.optional(),
    Type: z.enum(['String', 'StringList']),
    Value: text.pipe(z.string().min(1)),
    AllowedPattern: z.string().refine(isPattern, 'is no regular expression').optional(),
    DataType: z.literal('text', { error: 'must be text; the sandbox knows no machine images' }).optional(),
    Tier: z.enum(['Standard', 'Advanced']).default('Standard'),
    Description: z.string().max(1024).optional(),
    Tags: ignored,
  })
  .superRefine(({ Value, Tier, AllowedPattern }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['Value'], message });
    if (Buffer.byteLength(Value) > largestBytes[Tier]) refuse(`is longer than ${largestBytes[Tier]} bytes`);
    // A pattern that is known after the start only is checked then.
    if (AllowedPattern !== undefined && !isPending(AllowedPattern) && isPattern(AllowedPattern))
      if (!new RegExp(AllowedPattern).test(Value))
        refuse(`does not match the AllowedPattern ${AllowedPattern}`);
  });

const getInput = z.object({ Name: z.string().min(1) });
const row = z.object({ value: z.string(), type: z.string(), version: z.number(), changed_at: z.number() });

/**
 * The parameter store: the template's parameters, and GetParameter to read them.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export function makeSsm({ db, now, access, region, accountId }: World): Ssm {
  db.exec(`CREATE TABLE IF NOT EXISTS ssm_parameter (
    name TEXT PRIMARY KEY, value TEXT NOT NULL, type TEXT NOT NULL, version INTEGER NOT NULL, changed_at INTEGER NOT NULL) STRICT`);
  const one = db.prepare('SELECT value, type, version, changed_at FROM ssm_parameter WHERE name = ?');
  const put = db.prepare('INSERT OR REPLACE INTO ssm_parameter VALUES (?, ?, ?, ?, ?)');
  const drop = db.prepare('DELETE FROM ssm_parameter WHERE name = ?');
  /** Which resource has a name; each start tells it anew. */
  const owners = new Map<string, string>();

  const find = (name: string) => {
    const stored = one.get(name);
    return stored && row.parse(stored);
  };
  const arnOf = (name: string): string =>
    `arn:aws:ssm:${region}:${accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`;

  const provider: ResourceProvider<z.infer<typeof properties>> = {
    type: 'AWS::SSM::Parameter',
    properties,
    apply({ logicalId, stackName, physicalName, properties: { Name = physicalName, Type, Value } }) {
      const owner = `${stackName}/${logicalId}`;
      if ((owners.get(Name) ?? owner) !== owner) throw new Error(`there is a parameter ${Name} already`);
      owners.set(Name, owner);
      const stored = find(Name);
      if (stored?.value !== Value || stored.type !== Type)
        put.run(Name, Value, Type, (stored?.version ?? 0) + 1, now());
      return { ref: Name, attributes: { Type, Value } };
    },
    remove({ ref }) {
      owners.delete(ref);
      drop.run(ref);
    },
  };

  return {
    resources: [provider],
    edge: jsonProtocol({
      name: 'ssm',
      targetPrefix: 'AmazonSSM',
      version: '1.1',
      operations: {
        GetParameter(input, { caller }) {
          const parsed = getInput.safeParse(input);
          if (!parsed.success)
            throw new AwsError('ValidationException', 'Name must be a text of at least one character.');
          const { name: asked, version } = parts(parsed.data.Name);
          access.check(caller, 'ssm:GetParameter', arnOf(asked));
          // An ARN does not tell a name with a slash before it from one without.
          const name = parsed.data.Name.startsWith('arn:') && !find(asked) ? asked.slice(1) : asked;
          const stored = find(name);
          if (!stored) throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
          if (version !== undefined && version !== stored.version)
            throw new AwsError(
              'ParameterVersionNotFound',
              `The sandbox keeps version ${stored.version} of ${name} alone.`,
            );
          const { value: Value, type: Type, version: Version, changed_at } = stored;
          const Parameter = { Name: name, Type, Value, Version, ARN: arnOf(name), DataType: 'text' };
          return { Parameter: { ...Parameter, LastModifiedDate: changed_at / 1000 } };
        },
      },
    }),
  };
}

/** A name or an ARN, with the number of a version after a colon where one is wanted. */
function parts(given: string): { name: string; version: number | undefined } {
  const [, path, number] =
    /^(?:arn:[^:]+:ssm:[^:]*:[^:]*:parameter(?=\/))?([^:]+)(?::(\d+))?$/.exec(given) ?? [];
  if (path === undefined) throw new AwsError('ValidationException', `${given} is no name of a parameter.`);
  return { name: path, version: number === undefined ? undefined : Number(number) };
}
