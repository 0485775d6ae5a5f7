/**
 * `npm run arch`: who may import whom (.dependency-cruiser.cjs). Also fails when the cruise did not see every source file or saw no
 * imports: without its transpiler dependency-cruiser finds nothing, and nothing breaks no rule.
 */
import { globSync } from 'node:fs'
import { fail, root, run } from './run.ts'

/** What we read of dependency-cruiser's JSON report. */
interface Report {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: {
    readonly totalDependenciesCruised?: number
    readonly violations: readonly {
      readonly rule: { readonly name: string; readonly severity: string }
      readonly from: string
      readonly to: string
    }[]
  }
}

/** Fewer than we had when this was written: then the cruise is broken, not the tree small. */
const LEAST_MODULES = 40

const { output } = run('depcruise', ['src', 'db', 'test', 'scripts', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'])
const report = readReport(output)
const cruised = new Set(report.modules.map(({ source }) => source))
const missed = globSync('{src,db,test,scripts}/**/*.ts', { cwd: root }).filter((file) => !cruised.has(file))
const breaches = report.summary.violations.map(({ rule, from, to }) => `${rule.severity} ${rule.name}: ${from} → ${to}`)

if (missed.length > 0) fail(`The cruise did not see ${missed.length} files: ${missed.slice(0, 5).join(', ')} …`)
if (cruised.size < LEAST_MODULES) fail(`Only ${cruised.size} modules were cruised; at least ${LEAST_MODULES} are there.`)
if ((report.summary.totalDependenciesCruised ?? 0) < cruised.size) fail('The cruise saw files but hardly any imports: is @swc/core there?')
if (breaches.length > 0) fail(...breaches, `${breaches.length} imports break a rule of .dependency-cruiser.cjs.`)
console.log(`${cruised.size} modules, ${report.summary.totalDependenciesCruised} imports, no breach.`)

function readReport(text: string): Report {
  try {
    return JSON.parse(text) as Report
  } catch {
    return fail(text)
  }
}
