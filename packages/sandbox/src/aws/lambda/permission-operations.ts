import * as z from 'zod';
import type { Access } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import { type Call, readBody } from '../../core/edge.ts';
import { readInput } from '../../core/read-input.ts';
import type { Functions } from './functions.ts';
import type { Permission, Permissions } from './permissions.ts';
import type { ReleaseAnswer } from './release-operations.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
const addInput = z.object({
  StatementId: z.string().regex(/^[\w-]{1,100}$/, 'has 1 to 100 letters, digits, - and _'),
  Action: z.string().regex(/^(lambda:(\*|[A-Za-z]+)|\*)$/, 'is *, lambda:* or names an operation of Lambda'),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z
    .string()
    .regex(/^\d{12}$/, 'is no account')
    .optional(),
  PrincipalOrgID: z.string().optional(),
  FunctionUrlAuthType: z.enum(['NONE', 'AWS_IAM']).optional(),
  EventSourceToken: z.string().optional(),
  RevisionId: z.string().optional(),
});

export const permissionOperationNames = ['AddPermission', 'GetPolicy', 'RemovePermission'];

const path = /^\/2015-03-31\/functions\/([^/]+)\/policy(?:\/([^/]+))?$/;

/** The policy of a function, a version or an alias. @returns undefined for a call that is about something else */
export function permissionOperations(
  functions: Functions,
  permissions: Permissions,
  access: Access,
): (call: Call) => Promise<ReleaseAnswer | undefined> {
  return async ({ caller, request, url }) => {
    const [, name, statementId] = path.exec(url.pathname) ?? [];
    if (name === undefined) return undefined;
    const { searchParams } = url;
    const { fn, invokedArn } = functions.describe(
      decodeURIComponent(name),
      searchParams.get('Qualifier') ?? undefined,
    );
    const target = { invokedArn };
    const atRevision = (revision: string | undefined): void => {
      if (revision === undefined || revision === permissions.shown(target)?.RevisionId) return;
      const sentence =
        'The RevisionId provided does not match the latest RevisionId. Call the GetPolicy API to retrieve the latest RevisionId';
      throw new AwsError('PreconditionFailedException', sentence, 412);
    };
    if (request.method === 'GET' && statementId === undefined) {
      access.check(caller, 'lambda:GetPolicy', fn.arn);
      const policy = permissions.shown(target);
      if (policy) return { status: 200, body: policy };
      throw notFound('The resource you requested does not exist.');
    }
    if (request.method === 'POST' && statementId === undefined) {
      access.check(caller, 'lambda:AddPermission', fn.arn);
      const { RevisionId, ...asked } = readInput(addInput, parsed(await readBody(request)), invalid);
      atRevision(RevisionId);
      const Statement = JSON.stringify(permissions.add(target, permissionOf(asked)));
      return { status: 201, body: { Statement } };
    }
    if (request.method === 'DELETE' && statementId !== undefined) {
      access.check(caller, 'lambda:RemovePermission', fn.arn);
      atRevision(searchParams.get('RevisionId') ?? undefined);
      permissions.takeOut(target, decodeURIComponent(statementId));
      return { status: 204, body: undefined };
    }
    return undefined;
  };
}

function permissionOf(asked: Omit<z.infer<typeof addInput>, 'RevisionId'>): Permission {
  return {
    ...{ id: asked.StatementId, action: asked.Action, principal: asked.Principal },
    ...{ sourceArn: asked.SourceArn, sourceAccount: asked.SourceAccount },
    ...{ organization: asked.PrincipalOrgID, urlAuthType: asked.FunctionUrlAuthType },
    eventSourceToken: asked.EventSourceToken,
  };
}

const invalid = (sentence: string): AwsError => new AwsError('InvalidParameterValueException', sentence);
const notFound = (sentence: string): AwsError => new AwsError('ResourceNotFoundException', sentence, 404);

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}
