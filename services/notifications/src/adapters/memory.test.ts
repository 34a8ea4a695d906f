import { describeAddresses } from './addresses.suite.ts';
import { describeAnswers } from './answers.suite.ts';
import { describeFollowers } from './followers.suite.ts';
import { describeIllustrations } from './illustrations.suite.ts';
import { memoryAddresses } from './memory-addresses.ts';
import { memoryAnswers } from './memory-answers.ts';
import { memoryFollowers } from './memory-followers.ts';
import { memoryIllustrations } from './memory-illustrations.ts';
import { memoryNotices } from './memory-notices.ts';
import { memoryPeople } from './memory-people.ts';
import { memoryPhotos } from './memory-photos.ts';
import { memoryPictures } from './memory-pictures.ts';
import { memoryPublications } from './memory-publications.ts';
import { describeNotices } from './notices.suite.ts';
import { describePeople } from './people.suite.ts';
import { describePhotos } from './photos.suite.ts';
import { describePictures } from './pictures.suite.ts';
import { describePublications } from './publications.suite.ts';

describeNotices('memoryNotices', async (clock) => {
  const notices = memoryNotices(clock);
  return { notices, outbox: async () => notices.events.length };
});
describePeople('memoryPeople', async () => memoryPeople());
describeFollowers('memoryFollowers', async () => memoryFollowers());
describeAnswers('memoryAnswers', async () => memoryAnswers());
describePhotos('memoryPhotos', async () => memoryPhotos());
describePublications('memoryPublications', async () => memoryPublications());
describeAddresses('memoryAddresses', async () => memoryAddresses());
describePictures('memoryPictures', async () => memoryPictures());
describeIllustrations('memoryIllustrations', async () => {
  const [people, pictures] = [memoryPeople(), memoryPictures()];
  return { people, pictures, illustrations: memoryIllustrations(people, pictures) };
});
