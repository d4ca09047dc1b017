// The import boundaries of docs/architecture.md. Each rule says in its comment why it is there.
const npm = (name) => `(^|/)node_modules/${name}(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'The reader of one file must be able to stop at its imports.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      comment:
        'The domain imports nothing of ours and does no I/O: it also runs in a browser and in a verifier. ' +
        'Hashing, Chinese text and the canonical JSON of what is hashed are all that it needs from outside.',
      severity: 'error',
      from: { path: '^domain/' },
      to: {
        pathNot: [
          '^domain/',
          npm('@noble/hashes'),
          npm('canonicalize'),
          npm('opencc-js'),
          npm('@types/opencc-js'),
        ],
      },
    },
    {
      name: 'invariants-know-no-rules',
      comment: 'An invariant that asked the rules would not notice what they have wrong.',
      severity: 'error',
      from: { path: '^test/twin/invariants/' },
      to: { path: '^domain/rules/' },
    },
    {
      name: 'ethers-only-at-the-chain',
      comment: 'How the chain is spoken to is known in one place.',
      severity: 'error',
      from: { pathNot: '^(api/chain|bench|deploy|test|types|node_modules)/|^hardhat\\.config\\.ts$' },
      to: { path: npm('ethers') },
    },
    {
      name: 'level-only-in-the-store',
      comment: 'The database can be replaced by writing another api/store.',
      severity: 'error',
      from: { pathNot: '^(api/store|node_modules)/' },
      to: { path: npm('(level|classic-level|abstract-level)') },
    },
    {
      name: 'express-only-at-the-edge',
      comment: 'HTTP ends at the routes; nothing behind them knows a request.',
      severity: 'error',
      from: { pathNot: '^api/http/|^api/modules/[^/]+/routes\\.ts$|^node_modules/' },
      to: { path: npm('(express|@types/express|@types/express-serve-static-core)') },
    },
    {
      name: 'modules-are-strangers',
      comment: 'A module never imports another: what two of them share belongs below them.',
      severity: 'error',
      from: { path: '^api/modules/([^/]+)/' },
      to: { path: '^api/modules/[^/]+/', pathNot: '^api/modules/$1/' },
    },
    {
      name: 'indexer-and-outbox-know-no-module',
      comment: 'They carry every module and must not depend on one.',
      severity: 'error',
      from: { path: '^api/(indexer|outbox)/' },
      to: { path: '^api/modules/' },
    },
    {
      name: 'portal-knows-the-domain-only',
      comment:
        'The portal uses the domain and the client generated from the OpenAPI document, as anybody could.',
      severity: 'error',
      from: { path: '^portal/' },
      to: { path: '^(?!portal/|domain/|node_modules/)' },
    },
    {
      name: 'product-never-imports-tests',
      comment:
        'What runs in production does not depend on what tests it, nor on the developer tools, over however many files. ' +
        'The benchmarks lean on the tests: their command starts them as processes.',
      severity: 'error',
      from: { path: '^(domain|api|deploy|demo|portal)/' },
      to: { path: '^(test|scripts)/', reachable: true },
    },
    {
      name: 'only-declared-packages',
      comment: 'A package that we import is a package that we declare.',
      severity: 'error',
      from: { pathNot: '^(types|node_modules)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'] },
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that leads nowhere fails at the worst moment: when it is lazy.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^types/|(^|/)types/index\\.js$' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^types/'] },
    exclude: { path: '^(artifacts|cache|coverage|data|types|\\.ludeng)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'types', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  },
};
