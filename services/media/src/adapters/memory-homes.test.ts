import { behavesAsHomes } from './homes.suite.ts';
import { memoryHomes } from './memory-homes.ts';

describe('memoryHomes', () => {
  behavesAsHomes(async () => memoryHomes());
});
