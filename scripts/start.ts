import { inOneFile } from './lib/one-file.ts';

/**
 * npm start: builds what changed, runs template.yaml in the sandbox, puts the web app into its bucket, and says so.
 * The same steps bring the application into an account; there `sam deploy` does the second.
 */
await import(await inOneFile('scripts/lib/start-app.ts'));
