/** Who calls, in the terms in which policies speak of callers. */
export type Principal = User | RoleSession | ServicePrincipal | Anonymous;

interface User {
  kind: 'user';
  /** `arn:aws:iam::…:user/developer`, who may do everything. */
  arn: string;
}

/** A function's environment, or a service that acts under a role: the role's policies hold. */
export interface RoleSession {
  kind: 'role';
  /** `arn:aws:sts::…:assumed-role/<role>/<session>` */
  arn: string;
  roleArn: string;
}

/** A service that acts by itself, on behalf of a resource: the policy of what it calls has to let it in. */
export interface ServicePrincipal {
  kind: 'service';
  /** `events.amazonaws.com` */
  service: string;
  /** `aws:SourceArn` */
  sourceArn: string;
  /** `aws:SourceAccount` */
  sourceAccount: string;
}

interface Anonymous {
  kind: 'anonymous';
}

/** Who signed a request, or the link that leads to it. */
export type Signer = (User | RoleSession) & { accessKeyId: string };

/** Who has not signed. */
export const anonymous: Anonymous = { kind: 'anonymous' };

/** Services that call others by themselves, by the names that policies have for them. */
type ServiceName =
  | 'apigateway'
  | 'cloudfront'
  | 'cloudwatch'
  | 'cognito-idp'
  | 'delivery.logs'
  | 'events'
  | 'lambda'
  | 's3'
  | 'ses'
  | 'sns';

export const servicePrincipal = (
  name: ServiceName,
  sourceArn: string,
  sourceAccount: string,
): ServicePrincipal => ({ kind: 'service', service: `${name}.amazonaws.com`, sourceArn, sourceAccount });

/** @param session the last part of the session's ARN */
export function roleSession(roleArn: string, session: string): RoleSession {
  const [, , , , accountId = '', resource = ''] = roleArn.split(':');
  const name = resource.split('/').at(-1);
  return { kind: 'role', arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`, roleArn };
}

/** As a policy would name it. */
export function nameOf(principal: Principal): string {
  if (principal.kind === 'service') return principal.service;
  return principal.kind === 'anonymous' ? '*' : principal.arn;
}
