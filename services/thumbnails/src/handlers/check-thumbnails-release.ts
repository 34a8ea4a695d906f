import { randomUUID } from 'node:crypto';
import { getLinks, linksShape } from '@shutterbus/contracts/routes/thumbnails';
import {
  answersWith,
  type ProbeTable,
  probeReleased,
  refusesUnknownEvent,
  takesEmptyBatch,
} from '@shutterbus/lambda/probes';
import { releaseHook } from '@shutterbus/lambda/release-hook';
import { ulid } from 'ulid';

/**
 * CodeDeploy, before traffic moves to a new version of a function: asks it for the links of a photo that is none, hands it
 * an event that it must refuse or, to a worker, an empty batch (so sharp is loaded). Nothing is written.
 * Input: events/thumbnails/check-thumbnails-release.json
 */
const probes: ProbeTable = {
  GetLinks: answersWith(getLinks, { userId: randomUUID(), query: { ids: ulid() } }, 200, linksShape),
  OnMediaUploaded: takesEmptyBatch,
  OnMediaVisibilityChanged: refusesUnknownEvent,
  OnMediaDeleted: refusesUnknownEvent,
  ConfirmErasure: takesEmptyBatch,
  RelayThumbnails: takesEmptyBatch,
};

export const handler = releaseHook(async ({ released }) => probeReleased(probes, await released()));
