import { behavesAsFollows } from './follows.suite.ts';
import { memoryFollows } from './memory-follows.ts';

describe('memoryFollows', () => {
  behavesAsFollows(async () => memoryFollows());
});
