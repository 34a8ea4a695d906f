import type { WorkName } from '../../core/observe.ts';
import type { Queues } from '../../core/ports.ts';
import { type Principal, roleSession, servicePrincipal } from '../../core/principal.ts';
import type { GivenUp, NewWork, Work, WorkLine } from '../../core/work/work.ts';
import type { World } from '../../core/world.ts';
import type { RetryPolicy, Rule, Target } from './registry.ts';
import { type DeliveredEvent, targetInput } from './target-input.ts';
import { type HandOver, keepsInTransaction, type TargetFailure, targetFailure } from './targets.ts';

/** What a delivery needs besides its event, which is its payload. */
interface DeliveryDetails {
  ruleArn: string;
  /** Under which the target is called; absent where the rule calls it by itself. */
  roleArn?: string | undefined;
  /** What the target is called with, where that is not the event. */
  input?: string | undefined;
  retryPolicy: RetryPolicy;
  deadLetterArn: string | undefined;
  detailType: string;
}

const defaultRetries = 185;
const defaultMaxAgeSeconds = 86_400;
/** EventBridge does not publish its waits; these spread 185 retries over about a day. */
const firstRetryMs = 1_000;
const longestRetryMs = 600_000;

const exhaustedConditions = {
  attempts: 'MaximumRetryAttempts',
  age: 'MaximumEventAgeInSeconds',
  permanent: undefined,
};

export interface Deliveries extends Pick<WorkLine<DeliveryDetails>, 'start' | 'stop'> {
  /**
   * Brings the event to the target of a rule, in the caller's transaction where the target keeps what it gets in the
   * same database; stores it otherwise, and when the target does not take it now.
   * @param text the event as JSON
   */
  deliver(rule: Rule, target: Target, event: DeliveredEvent, text: string): void;
}

/** @param handOver returns when the target has stored the event; @returns what it became there */
export function makeDeliveries(
  world: World,
  queues: Pick<Queues, 'send'>,
  handOver: (delivery: HandOver) => WorkName | undefined,
): Deliveries {
  const { observe } = world;

  const line = world.work.line<DeliveryDetails, never>({
    kind: 'events-delivery',
    lane: (targetArn) => targetArn,
    limits: ({ details: { retryPolicy } }) => ({
      retries: retryPolicy.MaximumRetryAttempts ?? defaultRetries,
      ageMs: (retryPolicy.MaximumEventAgeInSeconds ?? defaultMaxAgeSeconds) * 1000,
    }),
    retryWaitMs: backoffMs,
    attempt({ target, name, details }, payload) {
      try {
        const event = JSON.parse(payload) as DeliveredEvent;
        const caller = callerOf(details.ruleArn, details.roleArn);
        const input = details.input ?? payload;
        taken(name.id, target, handOver({ caller, targetArn: target, input, event }));
        return { is: 'done' };
      } catch (error) {
        const { permanent, ...failure } = targetFailure(error);
        return { is: 'failed', error: failure, permanent };
      }
    },
    giveUp,
  });

  /** A target's policy has to let the rule in, unless there is a role. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
  const callerOf = (ruleArn: string, roleArn?: string): Principal =>
    roleArn === undefined
      ? servicePrincipal('events', ruleArn, world.accountId)
      : roleSession(roleArn, ruleArn.split('/').at(-1) ?? '');

  function taken(eventId: string, target: string, became: WorkName | undefined): void {
    observe.tell?.({
      ...{ fact: 'handed-over', at: world.now(), work: { kind: 'delivery', id: eventId }, target },
      ...{ cause: { kind: 'event', id: eventId }, became },
    });
  }

  /** @returns why the target has not taken it */
  function tryNow(delivery: HandOver): TargetFailure | undefined {
    try {
      taken(delivery.event.id, delivery.targetArn, handOver(delivery));
      return undefined;
    } catch (error) {
      return targetFailure(error);
    }
  }

  function giveUp(work: Work<DeliveryDetails>, event: string, { condition, error }: GivenUp): string[] {
    const { deadLetterArn, ruleArn, detailType } = work.details;
    const retries = Math.max(0, work.failures - 1);
    const { code, message } = error ?? { code: 'SDK_CLIENT_ERROR', message: 'It was not tried in time.' };
    const exhausted = exhaustedConditions[condition];
    const what = `event ${work.name.id} (${detailType}) for ${work.target}`;
    const why = `${code} after ${retries} retries`;
    if (deadLetterArn === undefined) {
      world.report(`EventBridge dropped ${what}: ${why}; the target has no dead-letter queue`);
      return [];
    }
    try {
      queues.send(callerOf(ruleArn), deadLetterArn, event, {
        RULE_ARN: ruleArn,
        TARGET_ARN: work.target,
        ERROR_CODE: code,
        ERROR_MESSAGE: message || code,
        ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
        RETRY_ATTEMPTS: String(retries),
      });
    } catch (sendError) {
      const { code: reason } = targetFailure(sendError);
      world.report(`EventBridge dropped ${what}: ${why}; its dead-letter queue did not take it (${reason})`);
      return [];
    }
    world.report(`EventBridge dead-lettered ${what}: ${why}`);
    return [deadLetterArn];
  }

  return {
    deliver(rule, target, event, text) {
      const { Arn: targetArn, RetryPolicy: retryPolicy = {}, DeadLetterConfig } = target;
      const roleArn = target.RoleArn ?? rule.roleArn;
      const input = targetInput(target, rule, event, text, world.now());
      const work = (): NewWork<DeliveryDetails> => ({
        name: { kind: 'delivery', id: event.id },
        cause: { kind: 'event', id: event.id },
        target: targetArn,
        payload: text,
        details: {
          ...{ ruleArn: rule.arn, roleArn, detailType: event['detail-type'], retryPolicy },
          ...{ deadLetterArn: DeadLetterConfig?.Arn, input: input === text ? undefined : input },
        },
      });
      // A wrapper has to see each attempt; before the start, targets may not be made yet.
      if (!line.running || world.work.wrapped || !keepsInTransaction(targetArn)) {
        line.add(work());
        return;
      }
      const failure = tryNow({ caller: callerOf(rule.arn, roleArn), targetArn, input, event });
      if (!failure) return;
      const { permanent, ...error } = failure;
      line.addFailed(work(), error, permanent);
    },
    start: line.start,
    stop: line.stop,
  };
}

/** Doubles, with up to half of it taken off at random. @param failures at least 1 */
function backoffMs(failures: number): number {
  const full = Math.min(firstRetryMs * 2 ** Math.min(failures - 1, 20), longestRetryMs);
  return full * (0.5 + Math.random() / 2);
}
