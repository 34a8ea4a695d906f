import { DomainError } from '@shutterbus/contracts/domain-error';
import { logger } from '@shutterbus/lambda/logger';
import { watchedHandler } from '@shutterbus/lambda/watched';
import * as z from 'zod';

const commonSchema = z.looseObject({
  triggerSource: z.string(),
  userPoolId: z.string(),
  userName: z.string(),
  request: z.looseObject({ userAttributes: z.record(z.string(), z.string()) }),
  response: z.record(z.string(), z.unknown()),
});
type TriggerEvent = z.infer<typeof commonSchema>;

interface TriggerContext {
  requestId: string;
  /** Logs and counts what went wrong and cannot be thrown. */
  fault(message: string, error: unknown): void;
}

/**
 * The handler of a Cognito trigger. It answers with the event that it got, with `response` filled in by `work`.
 * What `work` throws, the person reads as "<Trigger> failed with error <message>.".
 * Events hold addresses and codes, so nothing of them is logged but the trigger's source.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export function cognitoTrigger(
  work: (event: TriggerEvent, context: TriggerContext) => Promise<Record<string, unknown> | undefined>,
) {
  /** Of the invocation under way: an environment has one at a time. */
  let faults = 0;
  const fault: TriggerContext['fault'] = (message, error) => {
    faults += 1;
    logger.error(message, { reason: nameOf(error) });
  };
  return watchedHandler<unknown, TriggerEvent>(
    async (arrived, { awsRequestId }) => {
      logger.appendKeys({ correlationId: awsRequestId });
      faults = 0;
      try {
        const event = commonSchema.parse(arrived);
        const response = await work(event, { requestId: awsRequestId, fault });
        logger.info('Trigger answered', { triggerSource: event.triggerSource });
        return { ...event, response: { ...event.response, ...response } };
      } catch (error) {
        if (error instanceof DomainError) logger.info('Trigger refused', { code: error.code });
        else logger.error('Trigger failed', { reason: nameOf(error) });
        throw error;
      } finally {
        logger.resetKeys();
      }
    },
    () => faults,
  );
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
