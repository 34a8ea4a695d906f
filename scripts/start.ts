import { inOneFile } from './lib/one-file.ts';

// npm start is start-app.ts, which is found and linked sooner as one file.
await import(await inOneFile('scripts/lib/start-app.ts'));
