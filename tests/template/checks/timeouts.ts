import { worstCaseMs } from '../../../packages/lambda/src/aws-client.ts';
import { functionBehind, functionsOf } from '../functions.ts';
import { needsOf } from '../sources.ts';
import { ofType, type Stack } from '../templates.ts';
import { at, named } from '../values.ts';

/** API Gateway gives up after this many seconds. */
const apiSeconds = 30;

/** API > function, and a message invisible for at least six times as long as the function may take. */
export function wrongTimeouts(stack: Stack): string[] {
  const seconds = (id: string | undefined): number =>
    Number(at(stack[id ?? '']?.properties, 'Timeout') ?? Number.NaN);
  const http = ofType(stack, 'AWS::Lambda::Permission')
    .filter(([, { Principal }]) => Principal === 'apigateway.amazonaws.com')
    .map(([, { FunctionName }]) => functionBehind(stack, named(FunctionName)));
  const ofQueues = ofType(stack, 'AWS::Lambda::EventSourceMapping')
    .filter(([, mapping]) => mapping.StartingPosition === undefined)
    .flatMap(([id, mapping]) => {
      const visible = Number(at(stack[named(mapping.EventSourceArn) ?? '']?.properties, 'VisibilityTimeout'));
      const needed = 6 * seconds(functionBehind(stack, named(mapping.FunctionName)));
      return visible >= needed ? [] : [`${id}: messages come back after ${visible} s, before ${needed} s`];
    });
  return [
    ...http
      .filter((id) => !(seconds(id) < apiSeconds))
      .map((id) => `${id} may take longer than the API waits`),
    ...ofQueues,
  ];
}

/**
 * Function > each call that it makes to AWS with all its attempts. A function may make several, one after the other:
 * the first one that hangs ends in an error, and the function with it.
 */
export function wrongCallLimits(service: string, stack: Stack): string[] {
  return functionsOf(stack).flatMap(({ id, handler, properties }) => {
    const { clients, actions } = needsOf(service, handler);
    const timeoutMs = Number(properties.Timeout) * 1000;
    const unlimited = clients.filter(({ limits }) => limits === undefined);
    const slow = clients.filter(({ limits }) => limits && !(worstCaseMs(limits) < timeoutMs));
    return [
      ...(actions.length > 0 && clients.length === 0 ? [`${id}: no client found for its calls`] : []),
      ...unlimited.map(({ name }) => `${id}: ${name} has no limits of packages/lambda/src/aws-client.ts`),
      ...slow.map(
        ({ name, limits }) =>
          `${id} ends after ${timeoutMs} ms, its ${name} gives up after ${worstCaseMs(limits)} ms`,
      ),
    ];
  });
}
