/** The service that is asked: over PGlite in memory, with a world of two centres. Tells the parent process where it is and what it costs. */
import { v7 } from 'uuid'
import { dakLak } from '../../db/seeds/dak-lak.ts'
import { langSon } from '../../db/seeds/lang-son.ts'
import { buildApp } from '../../src/app.ts'
import { parseMonth } from '../../src/domain/day.ts'
import type { AgencyId, PublicationId } from '../../src/domain/ids.ts'
import { DEFAULT_ZONE, formatInstant, HOUR, type Instant, parseInstant } from '../../src/domain/instant.ts'
import { openPool } from '../../src/jobs/pool.ts'
import { openRenderPool } from '../../src/jobs/render-pool.ts'
import type { Optimise } from '../../src/planning/engine.ts'
import { acknowledgementTokens } from '../../src/usecases/acknowledgement-link.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { seedCentre } from '../../src/usecases/seed-demo.ts'
import { CALLER_KEY, createDatabase, START } from '../../test/support/database.ts'
import { patient, tellTo } from '../../test/support/examples.ts'
import { story } from '../../test/support/examples-story.ts'
import type { CentreName } from './pool.ts'

/** What the parent hears. */
export type Heard =
  | {
      readonly kind: 'ready'
      readonly port: number
      readonly soon: string
      readonly tokens: Readonly<Record<CentreName, readonly string[]>>
    }
  | { readonly kind: 'cost'; readonly id: string; readonly cpu: number }
  | { readonly kind: 'error'; readonly id: string; readonly text: string }

const tell = (heard: Heard): void => void process.send?.(heard)

const MONTH = parseMonth('2026-11')
/** Searches are cut short: what they find is not looked at here, and they would take the machine from everything else. */
const LONGEST = { iterations: 20_000, millis: 1_000 }

const clock = { now: parseInstant(START) }
const pool = openPool(1)
const renderers = openRenderPool(1)
const searching: { by: Optimise } = { by: patient }
const brief: Optimise = (model, budget, hooks) => {
  const millis = Math.min(budget.millis ?? LONGEST.millis, LONGEST.millis)
  return pool.optimise(model, { ...budget, iterations: Math.min(budget.iterations, LONGEST.iterations), millis }, hooks)
}

const database = await createDatabase()
const deps = withMemory<Omit<Deps, 'memory'>>({
  db: database.connection.db,
  now: () => clock.now,
  newId: () => v7(),
  optimise: (...asked) => searching.by(...asked),
  render: renderers.render,
  callerKey: CALLER_KEY
})
const app = await buildApp(deps)

const begun = new Map<string, number>()
const spent = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
app.addHook('onRequest', (request, _reply, done) => {
  begun.set(request.id, spent())
  done()
})
app.addHook('onResponse', (request, _reply, done) => {
  tell({ kind: 'cost', id: request.id, cpu: spent() - (begun.get(request.id) ?? spent()) })
  begun.delete(request.id)
  done()
})
app.addHook('onError', (request, _reply, error, done) => {
  if ((error.statusCode ?? 500) >= 500 && error.name !== 'DutyError')
    tell({ kind: 'error', id: request.id, text: error.stack ?? String(error) })
  done()
})

/** Secrets out of letters by which agencies of the centre acknowledge its publications. */
async function tokensOf(centre: CentreName): Promise<string[]> {
  const tokenOf = await acknowledgementTokens(deps)
  const published = (await app.inject(`/v1/publications?centre=${centre}`)).json<{ items: { id: PublicationId }[] }>()
  const agencies = (await app.inject(`/v1/agencies?centre=${centre}&limit=4`)).json<{ items: { id: AgencyId }[] }>()
  return published.items.slice(0, 3).flatMap(({ id }) => agencies.items.map((agency) => tokenOf(id, agency.id)))
}

await seedCentre(deps, langSon(MONTH))
await tellTo(app, story)
await seedCentre(deps, dakLak(MONTH))
searching.by = brief
// keys that were made to end within the hour have ended
process.on('message', () => {
  clock.now = (clock.now + 2 * HOUR) as Instant
})
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address() ?? ''
tell({
  kind: 'ready',
  port: typeof address === 'object' ? address.port : 0,
  soon: formatInstant((clock.now + HOUR) as Instant, DEFAULT_ZONE),
  tokens: { 'lang-son': await tokensOf('lang-son'), 'dak-lak': await tokensOf('dak-lak') }
})
process.once('disconnect', () => process.exit())
