import { describeAddresses } from './addresses.suite.ts';
import { describeErasures } from './erasures.suite.ts';
import { describeFinder } from './finder.suite.ts';
import { describeFollows } from './follows.suite.ts';
import { describeGhostSearch } from './ghost-search.suite.ts';
import { describeLeavers } from './leavers.suite.ts';
import { memoryAddresses } from './memory-addresses.ts';
import { memoryErasures } from './memory-erasures.ts';
import { memoryFinder } from './memory-finder.ts';
import { memoryFollows } from './memory-follows.ts';
import { memoryGhostSearch } from './memory-ghost-search.ts';
import { memoryLeavers } from './memory-leavers.ts';
import { memorySessionList } from './memory-session-list.ts';
import { memoryUsers } from './memory-users.ts';
import { describeSessionList } from './session-list.suite.ts';
import { describeUsers } from './users.suite.ts';

const make = async () => {
  const users = memoryUsers();
  return {
    users,
    follows: memoryFollows(users),
    leavers: memoryLeavers(users),
    outbox: async () => users.events.length,
  };
};

describeUsers('memoryUsers', make);
describeErasures('memoryErasures', async () => memoryErasures());
describeFollows('memoryFollows', make);
describeLeavers('memoryLeavers', make);
describeFinder('memoryFinder', async () => {
  const users = memoryUsers();
  return { users, finder: memoryFinder(users) };
});
describeAddresses('memoryAddresses', async () => {
  const addresses = memoryAddresses();
  return { addresses, outbox: async () => addresses.events.length };
});
describeGhostSearch('memoryGhostSearch', async () => memoryGhostSearch());
describeSessionList('memorySessionList', async () => memorySessionList());
