import { AwsError } from '../../core/aws-error.ts';
import type { Edge } from '../../core/edge.ts';
import { queryProtocol } from '../../core/query-protocol.ts';
import type { World } from '../../core/world.ts';
import type { Identities } from '../iam/identities.ts';
import type { Roles } from '../iam/roles.ts';

/** STS: who am I, and the credentials of a role of the template. Who may assume a role is not checked yet. */
export function makeSts(
  { accountId, now }: Pick<World, 'accountId' | 'now'>,
  { identities, roles }: { identities: Identities; roles: Roles },
): { edge: Edge } {
  const edge = queryProtocol({
    name: 'sts',
    version: '2011-06-15',
    operations: {
      GetCallerIdentity(_, { caller }) {
        if (caller.kind === 'anonymous')
          throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
        return { Arn: caller.arn, UserId: caller.accessKeyId, Account: accountId };
      },
      AssumeRole(input, { caller }) {
        const arn = input.get('RoleArn') ?? '';
        const session = input.get('RoleSessionName') ?? '';
        if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
          throw new AwsError(
            'ValidationError',
            'RoleSessionName must have 2 to 64 letters, digits or +=,.@-_',
          );
        }
        const role = roles.find(arn);
        if (!role) throw new AwsError('AccessDenied', `There is no role ${arn} that could be assumed.`, 403);
        const seconds = Number(input.get('DurationSeconds') ?? 3600);
        if (!(Number.isInteger(seconds) && seconds >= 900 && seconds <= 43_200)) {
          throw new AwsError('ValidationError', 'DurationSeconds must be a whole number from 900 to 43200');
        }
        const credentials = identities.assume(caller, arn, session, seconds);
        return {
          AssumedRoleUser: {
            Arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${session}`,
            AssumedRoleId: `${role.id}:${session}`,
          },
          Credentials: {
            AccessKeyId: credentials.accessKeyId,
            SecretAccessKey: credentials.secretAccessKey,
            SessionToken: credentials.sessionToken,
            Expiration: new Date(now() + seconds * 1000).toISOString(),
          },
        };
      },
    },
  });
  return { edge };
}
