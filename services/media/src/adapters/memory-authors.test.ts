import { behavesAsAuthors } from './authors.suite.ts';
import { memoryAuthors } from './memory-authors.ts';

describe('memoryAuthors', () => {
  behavesAsAuthors(async () => memoryAuthors());
});
