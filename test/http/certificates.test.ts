import type { Certificate } from '../../src/planning/certificate.ts'
import type { Optimise } from '../../src/planning/engine.ts'
import type { Model } from '../../src/planning/model.ts'
import { verify } from '../../src/planning/verify.ts'
import { centreNoun } from '../../src/store/centres.ts'
import { getOne } from '../../src/store/noun.ts'
import { planNow } from '../../src/usecases/plan-roster.ts'
import { provingEngine } from '../support/engine.ts'
import { aDraft } from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost } from '../support/people.ts'
import { scene } from '../support/scene.ts'

interface ReportJson {
  readonly certified: boolean
  readonly report: {
    readonly tiers: readonly { readonly name: string; readonly value: number; readonly bound: number | null; readonly by: string }[]
  }
}

scene('what a plan proves is kept with it, and holds against the month that it was made for', async (t, s) => {
  const { id } = await aCentre(s)
  await anAgency(s)
  for (let n = 0; n < 3; n += 1) await anOfficer(s)
  await aPost(s)
  const draft = await aDraft(s)
  let planned: unknown
  const optimise: Optimise = (model, budget, hooks) => {
    planned = model
    return provingEngine(model, budget, hooks)
  }
  const centre = await getOne(s.deps.db, centreNoun, null, id)
  await planNow({ ...s.deps, optimise }, centre, draft.id, draft.version, { iterations: 20_000 })
  const { body } = await s.call<ReportJson>('GET', `/v1/rosters/${draft.id}/plan`)
  const { body: kept } = await s.call<{ certificates: readonly Certificate[] }>('GET', `/v1/rosters/${draft.id}/plan/certificate`)
  t.equal(body.certified, true)
  t.ok(kept.certificates.length > 0)
  for (const certificate of kept.certificates) {
    const { valid, bound } = verify(planned as Model, certificate)
    const tier = body.report.tiers.find(({ name }) => name === certificate.tier)
    t.match({ valid, by: tier?.by, bound: Number(bound) }, { valid: true, by: 'certificate', bound: tier?.bound })
    t.ok((tier?.value ?? -1) >= Number(bound))
  }
})
