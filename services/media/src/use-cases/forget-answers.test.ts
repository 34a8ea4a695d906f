import { createEvent } from '@shutterbus/contracts/event';
import { MediaDeleted } from '@shutterbus/contracts/events/media';
import { testWorld } from '../test-world.ts';
import { makeForgetAnswers } from './forget-answers.ts';

function setUp(left: number) {
  const world = testWorld();
  const state = { left, calls: 0, again: 0 };
  const forget = makeForgetAnswers({
    photos: world.photos,
    answers: {
      async removeSome() {
        state.calls += 1;
        state.left -= 1;
        return state.left > 0;
      },
    },
    queue: {
      async again() {
        state.again += 1;
      },
    },
  });
  const deleted = (mediaId: string) =>
    createEvent(MediaDeleted, {
      ...{ eventId: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R', occurredAt: '2026-11-21T10:00:00.000Z' },
      ...{ aggregateId: mediaId, aggregateVersion: 4 },
      trace: { correlationId: 'correlation', causationId: 'cause' },
      data: { ...MediaDeleted.example, mediaId },
    });
  return { world, state, forget: (mediaId: string) => forget(deleted(mediaId)) };
}
const gone = '01KAJ7Q2M8Z4X6T0V5R3N1B9CD';

describe('makeForgetAnswers', () => {
  it('removes all of them, and does it again when the event comes again', async () => {
    const { state, forget } = setUp(3);
    await forget(gone);
    expect(state).toEqual({ left: 0, calls: 3, again: 0 });
    await forget(gone);
    expect(state).toMatchObject({ calls: 4, again: 0 });
  });

  it('leaves the rest of very many to another message', async () => {
    const { state, forget } = setUp(150);
    await forget(gone);
    expect(state).toEqual({ left: 50, calls: 100, again: 1 });
    await forget(gone);
    expect(state).toEqual({ left: 0, calls: 150, again: 1 });
  });

  it('leaves a photo that is there what it has, whatever the event says', async () => {
    const { world, state, forget } = setUp(3);
    await forget(await world.published());
    expect(state.calls).toBe(0);
  });
});
