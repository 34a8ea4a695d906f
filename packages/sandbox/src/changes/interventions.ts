import type { LeapingFastClock } from '../core/fast-clock.ts';
import type { World } from '../core/world.ts';
import type { FactRing } from '../facts/fact-ring.ts';
import type { Services } from '../services.ts';
import { redrive } from './redrive.ts';
import { makeStandingChanges, type StandingChanges } from './standing-changes.ts';

/** What can be done to what runs, from the console and by programs. */
export interface Interventions {
  changes: StandingChanges;
  /** Hands an event to a target once more, with the same id. @returns false when it is not kept, or has no such target */
  deliverAgain(eventId: string, targetArn: string): boolean;
  /** Brings the messages of a dead-letter queue on their way again. @returns how many, and how many stay @throws AwsError */
  redrive(queueArn: string): { moved: number; left: number };
  archives(): readonly { name: string; events: number }[];
  /** Puts what an archive has of the last minutes on its bus again. @returns the replay's name @throws AwsError */
  replay(archiveName: string, minutes: number): string;
  clock: {
    isHeld(): boolean;
    hold(): void;
    go(): void;
    /** To the next thing that waits on it. @returns false when nothing does */
    leap(): boolean;
  };
}

export function makeInterventions(
  world: World,
  services: Pick<Services, 'lambda' | 'eventBridge' | 'sqs' | 'iam'>,
  facts: FactRing,
  fastClock: LeapingFastClock,
): Interventions {
  const { lambda, eventBridge, sqs, iam } = services;
  let isHeld = false;

  function textOf(eventId: string): string | undefined {
    for (const { fact } of facts.from())
      if (fact.fact === 'accepted' && fact.work.kind === 'event' && fact.work.id === eventId)
        return fact.content;
    return undefined;
  }

  return {
    changes: makeStandingChanges(world.work, lambda.held),
    deliverAgain(eventId, targetArn) {
      const text = textOf(eventId);
      return text !== undefined && eventBridge.deliverAgain(text, targetArn);
    },
    redrive: (queueArn) =>
      redrive(
        {
          peek: sqs.peek,
          remove: sqs.remove,
          moveAll: sqs.moveBack,
          deliver: eventBridge.deliverAgain,
          invokeAsync: (arn, payload) =>
            void lambda.invoker.invokeAsync(iam.identities.developer, withoutVersion(arn), payload),
          transaction: world.transaction,
        },
        queueArn,
      ),
    archives: eventBridge.look.archives,
    replay: (archiveName, minutes) =>
      eventBridge.replay(archiveName, world.now() - minutes * 60_000, world.now() + 1_000),
    clock: {
      isHeld: () => isHeld,
      hold() {
        isHeld = true;
        fastClock.holdAt(fastClock.now());
      },
      go() {
        isHeld = false;
        fastClock.holdAt(Number.POSITIVE_INFINITY);
      },
      leap: fastClock.leap,
    },
  };
}

/** Lambda's records name `$LATEST` where the function was called without a version. */
const withoutVersion = (arn: string): string => arn.replace(/:\$LATEST$/, '');
