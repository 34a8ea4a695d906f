import type { EventOf, Trace } from '@shutterbus/contracts/event';
import { type PhotosErased, RenditionsErased } from '@shutterbus/contracts/events/erasure';
import type { Clock } from '@shutterbus/lambda/clock';
import { erased } from '@shutterbus/lambda/erased';
import { RenditionsLeftError } from '../errors.ts';
import type { Outbox, RenditionSetRepository } from '../ports.ts';

interface Dependencies {
  sets: Pick<RenditionSetRepository, 'holdsAnyOf'>;
  outbox: Outbox;
  clock: Clock;
  newId: () => string;
}

/**
 * The photos and originals of somebody are gone: confirms that their renditions are too, which go photo by photo with MediaDeleted. It
 * does nothing about them itself. Safe to repeat.
 * @throws RenditionsLeftError while some are left
 */
export const makeConfirmErasure =
  ({ sets, outbox, clock, newId }: Dependencies) =>
  async (event: EventOf<typeof PhotosErased>, { trace }: { trace: Trace }): Promise<void> => {
    if (await sets.holdsAnyOf(event.detail.data.userId)) throw new RenditionsLeftError();
    await outbox.add([erased(RenditionsErased, event, { trace, clock, newId })]);
  };
