import { connectPostgres } from '../../db/connect.ts'
import { listCentres } from '../../src/store/centres.ts'
import { aBranch, aCentre, aLawyer, anAgency, anOfficer, aPost } from '../support/people.ts'
import { onPostgres, scene } from '../support/scene.ts'

interface List {
  readonly items: readonly { readonly code: string }[]
}

scene('everything can be made in a few words', async (t, s) => {
  const centre = await aCentre(s, { code: 'lang-son' })
  const branch = await aBranch(s)
  const officer = await anOfficer(s, { branch: branch.id })
  const lawyer = await aLawyer(s, { centre: centre.code })
  const agency = await anAgency(s)
  const post = await aPost(s, { agencies: [agency.code] })
  t.same(
    [centre, branch, officer, lawyer, agency, post].map(({ version }) => version),
    [1, 1, 1, 1, 1, 1]
  )
  const { body } = await s.call<List>('GET', '/v1/providers')
  t.same(body.items.map(({ code }) => code).sort(), [lawyer.code, officer.code].sort())
})

scene('what another test made is gone', async (t, s) => {
  t.same(await listCentres(s.deps.db), [])
})

scene('kinds of agency and the calendar are there', async (t, s) => {
  const kinds = await s.call<List>('GET', '/v1/agency-kinds', { key: null })
  t.ok(kinds.body.items.some(({ code }) => code === 'regional-court'))
  const days = await s.call<{ items: { kind: string }[] }>('GET', '/v1/calendar/days?from=2026-01-01&to=2026-01-01', { key: null })
  t.equal(days.body.items[0]?.kind, 'holiday')
})

scene('the clock stands where it is set', async (t, s) => {
  const before = s.deps.now()
  s.setNow('2026-11-22T11:00:00+07:00')
  t.equal(s.deps.now() - before, 3_600_000)
})

scene('requests sent at once take turns, and one that is refused leaves the others alone', async (t, s) => {
  const [first, second] = await Promise.all([aCentre(s), s.call('POST', '/v1/centres', { body: {} }), aCentre(s)]).then((all) => [
    all[1],
    all[2]
  ])
  t.match(first, { status: 400, body: { code: 'BAD_FIELD' } })
  t.ok(second)
})

scene('without a key only what is public opens', async (t, s) => {
  t.match(await s.call('GET', '/v1/providers', { key: null }), { status: 401, body: { code: 'KEY_REQUIRED' } })
})

onPostgres('a test on two connections has a database of its own', async (t, url) => {
  const [one, two] = [connectPostgres(url), connectPostgres(url)]
  t.teardown(async () => {
    await one.close()
    await two.close()
  })
  t.same(await Promise.all([listCentres(one.db), listCentres(two.db)]), [[], []])
})
