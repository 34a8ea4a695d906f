import { functionsOf } from '../functions.ts';
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

/** Services that another account could send to use a role: each says in whose name it comes. Lambda's does not. */
export function rolesOfOthers(stack: Stack): string[] {
  return ofType(stack, 'AWS::IAM::Role').flatMap(([id, role]) =>
    mappings(at(role, 'AssumeRolePolicyDocument', 'Statement'))
      .filter((one) => texts(at(one, 'Principal', 'Service')).join() !== 'lambda.amazonaws.com')
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
