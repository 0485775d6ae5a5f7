/** What each layer may reach in our own code: itself and the places listed. README, Layout, says why. */
const layer = (name, from, ...also) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|db|openapi|test|scripts)/', pathNot: [from, ...also] }
})
const domain = '^src/domain/'
const store = '^src/store/'
const usecases = '^src/usecases/'
const lookup = '^src/lookup/'
const handle = '^db/handle\\.ts$'

module.exports = {
  forbidden: [
    layer('domain-is-pure', '^src/domain/'),
    layer('planning-knows-domain-only', '^src/planning/', domain),
    layer('lookup-knows-domain-only', '^src/lookup/', domain),
    layer('documents-knows-domain-only', '^src/documents/', domain),
    layer('store-knows-domain-and-tables', '^src/store/', domain, '^db/schema/', handle),
    layer('usecases-compose', '^src/usecases/', domain, '^src/planning/', lookup, '^src/documents/', store, handle),
    layer('jobs-call-verbs', '^src/jobs/', usecases, domain, '^src/planning/', '^src/documents/', lookup),
    layer('http-is-an-edge', '^src/http/', usecases, domain, lookup, store, handle),
    layer('web-is-an-edge', '^src/web/', usecases, domain, lookup, store, handle),
    {
      name: 'only-the-server-connects',
      comment: 'everybody else is handed a Db (db/handle.ts)',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/start/' },
      to: { path: '^db/(connect|migrate)\\.ts$' }
    },
    {
      name: 'pure-layers-do-no-io',
      severity: 'error',
      from: { path: '^src/(domain|planning|lookup)/' },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'domain-uses-few-packages',
      comment: 'luxon for wall clocks; the two below each in their one file',
      severity: 'error',
      from: { path: '^src/(domain|planning|lookup)/' },
      to: { path: 'node_modules', pathNot: 'node_modules/(@types/)?(luxon|rrule|libphonenumber-js)/' }
    },
    {
      name: 'rrule-lives-in-one-file',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/domain/recurrence\\.ts$' },
      to: { path: 'node_modules/rrule/' }
    },
    {
      name: 'phone-library-lives-in-one-file',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/domain/phone\\.ts$' },
      to: { path: 'node_modules/libphonenumber-js/' }
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dead-code',
      comment: 'everything in src is reachable from the start',
      severity: 'error',
      from: { path: '^src/start\\.js$' },
      to: { path: '^src/', reachable: false }
    },
    {
      name: 'src-never-imports-test',
      severity: 'error',
      from: { path: '^(src|db)/' },
      to: { path: '^(test|scripts)/' }
    },
    {
      name: 'no-dev-deps',
      severity: 'error',
      from: { path: '^(src|db)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] }
    },
    { name: 'not-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } }
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json']
    }
  }
}
