import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Month } from '../../src/domain/day.ts'
import { DutyError } from '../../src/domain/errors.ts'
import type { CentreId } from '../../src/domain/ids.ts'
import { DEFAULT_ZONE } from '../../src/domain/instant.ts'
import type { TaskInput } from '../../src/planning/compute.ts'
import { replayed } from '../../src/usecases/act.ts'
import { compute } from '../../src/usecases/compute.ts'
import { type Deps, transact } from '../../src/usecases/deps.ts'
import { holdingCompute } from '../support/held.ts'
import { type Scene, scene } from '../support/scene.ts'

let made = 0
const newId = (): string => {
  made += 1
  return `id-${made}`
}

const CENTRE = { id: '018f0000-0000-7000-8000-000000000001' as CentreId }

/** A month with nothing in it. */
const month = (month: string): TaskInput<'violations'> => ({
  month: month as Month,
  slots: [],
  settled: [],
  facts: {
    zone: DEFAULT_ZONE,
    firstWeekday: 1,
    posts: [],
    providers: [],
    agencies: [],
    choices: [],
    preferences: [],
    absences: [],
    engagements: [],
    pairs: [],
    tetLastYear: []
  }
})

/** The deps of the scene with what counts calculations, and a table that notes are written to. */
async function noting(s: Scene) {
  await s.deps.db.execute(sql`create temporary table notes (note text) on commit drop`)
  const held = holdingCompute()
  const deps: Deps = { ...s.deps, compute: held.compute }
  const note = ({ db }: Deps, text: string) => db.execute(sql`insert into notes values (${text})`)
  const notes = async () => {
    const { rows } = (await s.deps.db.execute(sql`select note from notes order by note`)) as unknown as { rows: { note: string }[] }
    return rows.map((row) => row.note)
  }
  return { deps, note, notes, asked: held.asked }
}

scene('work that calculates is done again with the answer, and what its earlier rounds wrote never was', async (t, s) => {
  const { deps, note, notes, asked } = await noting(s)
  let rounds = 0
  const ids: string[][] = []
  await transact(deps, async (deps) => {
    rounds += 1
    const mine = [deps.newId()]
    ids.push(mine)
    await note(deps, `round ${rounds}`)
    t.same(await compute(deps, CENTRE, 'violations', month('2026-12')), [])
    await transact(deps, async (deps) => {
      mine.push(deps.newId())
      await note(deps, `within ${rounds}`)
      await compute(deps, CENTRE, 'violations', month('2027-01'))
      // the same data again, as somebody else has read them
      await compute(deps, CENTRE, 'violations', structuredClone(month('2026-12')))
    })
  })
  t.strictSame([rounds, asked], [3, ['violations', 'violations']])
  t.strictSame(await notes(), ['round 3', 'within 3'])
  const [first, second, third] = ids
  t.strictSame(second, third, 'ids are new, and the same in each round')
  t.equal(first?.[0], third?.[0])
  t.equal(new Set(third).size, 2)
})

scene('whoever catches errors within a transaction changes nothing', async (t, s) => {
  const { deps, note, notes, asked } = await noting(s)
  const said = await transact(deps, async (deps) => {
    const found = await transact(deps, (deps) => compute(deps, CENTRE, 'violations', month('2026-12'))).catch(() => 'nothing')
    await note(deps, String(found))
    return found
  })
  t.strictSame([said, asked.length, await notes()], [[], 1, ['']])
  const refused = transact(deps, async (deps) => {
    await compute(deps, CENTRE, 'violations', month('2027-02')).catch(() => {
      throw new DutyError('SEAT_CHANGED')
    })
    throw new DutyError('NO_STAND_IN')
  })
  await t.rejects(refused, { code: 'NO_STAND_IN' }, 'an error that came of it is none either')
})

scene('outside a transaction it is calculated at once', async (t, s) => {
  const { deps, asked } = await noting(s)
  t.same(await compute(deps, CENTRE, 'violations', month('2026-12')), [])
  t.equal(asked.length, 1)
})

t.test('what is asked for together is calculated between the same two rounds', async (t) => {
  let rounds = 0
  const answers = await replayed(newId, async (act) => {
    rounds += 1
    const asked = (input: number) => act.answerTo({ owner: 'an', task: 'twice', input, calculate: async () => input * 2 })
    return Promise.all([asked(1), asked(2), asked(3)])
  })
  t.strictSame([answers, rounds], [[2, 4, 6], 2])
})

t.test('a refusal is an answer where it was asked for, and the next of the same owner goes on', async (t) => {
  const refused = (input: string) => ({
    owner: 'an',
    task: 'refused',
    input,
    calculate: () => Promise.reject<string>(new DutyError('MONTH_TOO_LARGE'))
  })
  const said = await replayed(newId, async (act) => act.complete(await act.answerTo(refused('a')).catch((error: DutyError) => error.code)))
  t.equal(said, 'MONTH_TOO_LARGE')
  await t.rejects(
    replayed(newId, (act) => act.answerTo(refused('b'))),
    { code: 'MONTH_TOO_LARGE' }
  )
  t.equal(await replayed(newId, (act) => act.answerTo({ ...refused('c'), calculate: async () => 'made' })), 'made')
})

t.test('one at a time calculates for one owner, and others for others; who has waited looks again first', async (t) => {
  const log: string[] = []
  let done = false
  const gate = Promise.withResolvers<void>()
  const act = (name: string, owner: string, wait?: Promise<void>) =>
    replayed(newId, async (act) => {
      if (owner === 'an' && done) return log.push(`${name} finds it done`)
      const calculate = async () => {
        log.push(`${name} calculates`)
        await wait
      }
      await act.answerTo({ owner, task: 'task', input: name, calculate })
      done = owner === 'an'
      return log.push(`${name} is done`)
    })
  const all = [act('one', 'an', gate.promise), act('two', 'an'), act('three', 'an')]
  await act('four', 'binh')
  gate.resolve()
  await Promise.all(all)
  t.strictSame(log, ['one calculates', 'four calculates', 'four is done', 'one is done', 'two finds it done', 'three finds it done'])
})
