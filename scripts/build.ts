import { buildFunctions } from './build-functions.ts';
import { buildWeb } from './build-web.ts';

/** npm run build: everything that `sam build` and `npm start` need. */
await Promise.all([buildFunctions(), buildWeb()]);
