/** The boundaries of docs/conventions.md, checked by `npm test`. Each rule's comment says what it protects. */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A cycle has no beginning to read from, not even one of types.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'services-know-only-events',
      comment: 'A service never imports another service: it learns what it needs from events.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-know-no-service',
      comment: 'Packages serve every service and so know none; the sandbox runs any SAM template.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^services/' },
    },
    {
      name: 'sandbox-knows-no-application',
      comment: 'The sandbox is a general runner of SAM templates.',
      severity: 'error',
      from: { path: '^packages/sandbox/' },
      to: { path: '^packages/(contracts|lambda|web)/' },
    },
    {
      name: 'production-knows-no-sandbox',
      comment: 'Deployed code cannot tell the sandbox from AWS.',
      severity: 'error',
      from: {
        path: '^(services|packages/(contracts|lambda|web))/',
        pathNot: '\\.(test|suite|fixture)\\.ts$',
      },
      to: { path: '^packages/(sandbox|testing)/' },
    },
    {
      name: 'use-cases-are-pure',
      comment:
        'A use case decides; it reaches AWS through its ports only. The clock, the retry after a conflict, parts each for itself, people’s words in HTML, the tags of a page, the word that somebody is erased and the shape of a process’s steps are plain and touch nothing.',
      severity: 'error',
      from: {
        path: '^services/[^/]+/src/(use-cases/|[^/]+\\.ts$)',
        pathNot: '\\.test\\.ts$|/test-world\\.ts$',
      },
      to: {
        path: '@aws-sdk|@middy|aws-lambda-powertools|^services/[^/]+/src/(adapters|handlers)/|^packages/lambda/src/(?!(clock|retry-on-conflict|each-for-itself|escape-html|page-tags|erased|steps)\\.ts)',
      },
    },
    {
      name: 'aws-clients-in-adapters',
      comment: 'Only adapters import AWS clients; a handler wires them by name.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/', pathNot: '^services/[^/]+/src/adapters/|\\.test\\.ts$' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'flows-wait-for-what-happens',
      comment: 'What is told of is waited for; a flow that has to ask again and again says why, to `poll`.',
      severity: 'error',
      from: { path: '^tests/flows/' },
      to: { path: '^packages/testing/src/eventually\\.ts$' },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'Everybody reads the contracts, so they depend on zod alone.',
      severity: 'error',
      from: { path: '^packages/contracts/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/contracts/src/|node_modules/zod/' },
    },
    {
      name: 'only-the-relay-puts-events',
      comment: 'Every event goes through the outbox; nothing else calls PutEvents.',
      severity: 'error',
      from: {
        path: '^(services|packages/lambda)/',
        pathNot: '^packages/lambda/src/(relay(\\.test)?|cold-start-reference\\.fixture)\\.ts$',
      },
      to: { path: 'node_modules/@aws-sdk/client-eventbridge' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
