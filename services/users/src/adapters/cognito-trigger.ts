import { DomainError } from '@shutterbus/contracts/domain-error';
import { logger } from '@shutterbus/lambda/logger';
import { watchedHandler } from '@shutterbus/lambda/watched';
import * as z from 'zod';

const commonSchema = z.looseObject({
  triggerSource: z.string(),
  userName: z.string(),
  request: z.looseObject({ userAttributes: z.record(z.string(), z.string()) }),
  response: z.record(z.string(), z.unknown()),
});
type TriggerEvent = z.infer<typeof commonSchema>;

/** What a person is refused by a trigger. Lambda counts it as an error; by this name our alarm on crashes passes it over. */
class RefusedError extends DomainError {
  constructor({ kind, code, message }: DomainError) {
    super(kind, code, message);
    this.name = 'RefusedError';
  }
}

/**
 * The handler of a Cognito trigger. It answers with the event that it got, with `response` filled in by `work`.
 * What `work` throws, the person reads as "<Trigger> failed with error <message>.".
 * Events hold addresses and codes, so nothing of them is logged but the trigger's source.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export function cognitoTrigger(
  work: (event: TriggerEvent, context: { requestId: string }) => Promise<Record<string, unknown> | undefined>,
) {
  return watchedHandler<unknown, TriggerEvent>(async (arrived, { awsRequestId }) => {
    logger.appendKeys({ correlationId: awsRequestId });
    try {
      const event = commonSchema.parse(arrived);
      const response = await work(event, { requestId: awsRequestId });
      logger.info('Trigger answered', { triggerSource: event.triggerSource });
      return { ...event, response: { ...event.response, ...response } };
    } catch (error) {
      if (error instanceof DomainError) {
        logger.info('Trigger refused', { code: error.code });
        throw new RefusedError(error);
      }
      logger.error('Trigger failed', { reason: error instanceof Error ? error.name : typeof error });
      throw error;
    } finally {
      logger.resetKeys();
    }
  });
}
