import type { Value } from '@shutterbus/sandbox/template/value';
import { functionsOf } from '../functions.ts';
import { needsOf } from '../sources.ts';
import { ofType, type Stack } from '../templates.ts';
import { at, mappings, named, textOf, texts } from '../values.ts';

/** Actions that a function's role is granted twice on the same resource: who takes one away believes it gone. */
export function doubleGrants(stack: Stack): string[] {
  return functionsOf(stack).flatMap(({ id, statements }) => {
    const grants = statements.flatMap(({ actions, resources }) =>
      actions.flatMap((action) =>
        resources.map((resource) => `${action} on ${named(resource) ?? ''} ${textOf(resource)}`),
      ),
    );
    const twice = new Set(grants.filter((grant, index) => grants.indexOf(grant) < index));
    return [...twice].map((grant) => `${id} may twice do ${grant}`);
  });
}

/** Roles that may list more of a bucket than the prefixes that they work in. */
export function openLists(stack: Stack): string[] {
  return functionsOf(stack).flatMap(({ id, statements }) =>
    statements
      .filter(({ actions }) => actions.some((action) => /^s3:ListBucket(Versions)?$/.test(action)))
      .filter(({ statement }) => at(statement, 'Condition', 'StringLike', 's3:prefix') === undefined)
      .map(() => `${id} may list a whole bucket`),
  );
}

/** Roles that may send mails as any sender that the account has verified. */
export function openSenders(stack: Stack): string[] {
  return functionsOf(stack).flatMap(({ id, statements }) =>
    statements
      .filter(({ actions }) => actions.some((action) => action.startsWith('ses:')))
      .filter(
        ({ statement }) =>
          !/^[^<>@*]+@[^<>@*]+$/.test(String(at(statement, 'Condition', 'StringEquals', 'ses:FromAddress'))),
      )
      .map(() => `${id} may send mails as anybody`),
  );
}

/**
 * Functions that tell an object that is gone from other failures, on buckets that they may not list: S3 answers them 403.
 */
export function unknownAbsences(service: string, stack: Stack): string[] {
  return functionsOf(stack).flatMap(({ id, handler, statements }) => {
    if (!needsOf(service, handler).knowsAbsence) return [];
    const bucketOf = (resource: Value | undefined): string =>
      named(resource) ?? textOf(resource).replace(/\/.*$/, '');
    const bucketsWith = (action: RegExp): string[] =>
      statements
        .filter(({ actions }) => actions.some((one) => action.test(one)))
        .flatMap(({ resources }) => resources.map(bucketOf));
    const listed = bucketsWith(/^s3:ListBucket$/);
    return bucketsWith(/^s3:GetObject(Version)?$/)
      .filter((bucket) => !listed.includes(bucket))
      .map((bucket) => `${id} does not learn what is gone from ${bucket}`);
  });
}

/** Services that another account could send to use a role: each says in whose name it comes. Lambda and API Gateway do not (decision 0056). */
export function rolesOfOthers(stack: Stack): string[] {
  return ofType(stack, 'AWS::IAM::Role').flatMap(([id, role]) =>
    mappings(at(role, 'AssumeRolePolicyDocument', 'Statement'))
      .filter(
        (one) => !/^(lambda|apigateway)\.amazonaws\.com$/.test(texts(at(one, 'Principal', 'Service')).join()),
      )
      .filter(({ Condition }) => !/aws:SourceAccount|sts:ExternalId/.test(JSON.stringify(Condition ?? {})))
      .map(() => `${id} can be used for another account`),
  );
}

/**
 * Patterns on names that CloudFormation makes from the stack's: where a name would be too long, it is the stack's part that
 * is cut, and the pattern matches nothing. The resource itself says its ARN.
 */
export function guessedNames(stack: Stack, name: string): string[] {
  const guess = new RegExp(`[:/]${name === 'root' ? 'app' : `app-${name}`}-[^",/]*\\*`);
  return Object.entries(stack).flatMap(([id, { properties }]) =>
    guess.test(JSON.stringify(properties)) ? [`${id} guesses a name`] : [],
  );
}
