import fc from 'fast-check'
import t from 'tap'
import type { CentreId, ProviderId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'
import type { NumberReading, RecordedReading } from '../../src/domain/number-reading.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { openReadings, type Spill } from '../../src/usecases/number-readings.ts'

const reading = (some: Partial<Record<keyof NumberReading, string | null>> = {}): NumberReading =>
  ({
    centreId: 'trung-tam' as CentreId,
    readerId: 'khoa-1',
    reader: 'Công an',
    operation: 'getOnDuty',
    ...some,
    providerId: (some.providerId ?? 'an') as ProviderId
  }) as NumberReading

/** A clock that is set by hand, ids that count, and no database: how rows are written is handed in. */
function hand() {
  let now = 1000
  let ids = 0
  const deps = { now: () => now as Instant, newId: () => `id-${++ids}` } as Partial<Deps> as Deps
  return {
    deps,
    setNow: (at: number): void => {
      now = at
    }
  }
}

/** What has been written, each id once, as the database does it. */
function table() {
  const rows = new Map<string, RecordedReading>()
  const write = async (given: readonly RecordedReading[]): Promise<void> => {
    for (const row of given) if (!rows.has(row.id)) rows.set(row.id, row)
  }
  return { rows, write }
}

t.test('the same reader, person and operation are one row until it is written', async (t) => {
  const { deps, setNow } = hand()
  const { rows, write } = table()
  const readings = openReadings(deps, { write })
  readings.note(reading())
  setNow(1500)
  readings.note(reading())
  setNow(1400)
  readings.note(reading())
  t.equal(readings.waiting, 1)
  await readings.flush()
  t.same([...rows.values()], [{ ...reading(), id: 'id-1', firstAt: 1000, lastAt: 1500, times: 3 }], 'a clock set back ends nothing early')
  t.equal(readings.waiting, 0)
  for (const other of [
    {},
    { readerId: 'khoa-2' },
    { readerId: null },
    { readerId: null, reader: 'Ai đó' },
    { providerId: 'binh' },
    { operation: 'getDirectory' }
  ]) {
    readings.note(reading(other))
  }
  await readings.flush()
  t.equal(rows.size, 7, 'a new row after a write, and for every other reader, person and operation')
  await readings.flush()
  t.equal(rows.size, 7)
})

t.test('what cannot be written stays, and is written once', async (t) => {
  const { deps } = hand()
  const { rows, write } = table()
  let broken: 'before' | 'after' | null = 'before'
  const readings = openReadings(deps, {
    write: async (given) => {
      if (broken === 'before') throw new Error('no connection')
      await write(given)
      if (broken === 'after') throw new Error('lost before the answer came')
    }
  })
  readings.note(reading())
  await t.rejects(readings.flush(), /no connection/)
  t.equal(readings.waiting, 1)
  readings.note(reading())
  t.equal(readings.waiting, 2)
  broken = 'after'
  await t.rejects(readings.flush(), /lost before/)
  t.equal(readings.waiting, 2)
  broken = null
  await readings.flush()
  t.equal(readings.waiting, 0)
  t.same(
    [...rows.values()].map(({ times }) => times),
    [1, 1]
  )
})

/** A spill in memory. */
function bucket(): Spill & { readonly held: RecordedReading[] } {
  const held: RecordedReading[] = []
  return {
    held,
    append: async (rows) => void held.push(...rows),
    drain: async (write) => {
      const given = held.splice(0)
      await write(given).catch((error: unknown) => {
        held.unshift(...given)
        throw error
      })
    }
  }
}

t.test('what cannot be written is spilled at once, and comes back with the first write that succeeds', async (t) => {
  const { deps } = hand()
  const { rows, write } = table()
  const spill = bucket()
  let broken = false
  const readings = openReadings(deps, {
    spill,
    write: async (given) => (broken ? Promise.reject(new Error('away')) : write(given))
  })
  await readings.flush()
  broken = true
  for (const providerId of ['an', 'binh']) readings.note(reading({ providerId }))
  await t.rejects(readings.flush())
  t.same([readings.waiting, spill.held.length], [0, 2])
  readings.note(reading({ providerId: 'chi' }))
  await t.rejects(readings.flush())
  t.same([readings.waiting, spill.held.length], [0, 3])
  await t.rejects(readings.flush(), 'they still wait')
  broken = false
  readings.note(reading({ providerId: 'dung' }))
  await readings.flush()
  t.same([...rows.values()].map(({ providerId }) => providerId).toSorted(), ['an', 'binh', 'chi', 'dung'])
  t.equal(spill.held.length, 0)
})

t.test(
  'while a write is under way, what it writes and what is noted meanwhile is put by: an end at any moment loses nothing',
  async (t) => {
    const { deps } = hand()
    const { rows, write } = table()
    const spill = bucket()
    const gate = Promise.withResolvers<void>()
    const dying = openReadings(deps, { spill, write: (given) => gate.promise.then(() => write(given)) })
    await dying.putBy()
    t.equal(spill.held.length, 0, 'nothing is nothing')
    dying.note(reading({ providerId: 'an' }))
    const writing = dying.flush()
    await new Promise(setImmediate)
    dying.note(reading({ providerId: 'binh' }))
    await dying.putBy()
    dying.note(reading({ providerId: 'binh' }))
    await dying.putBy()
    await dying.putBy()
    t.same(
      spill.held.map(({ providerId }) => providerId),
      ['an', 'binh', 'binh'],
      'each row once'
    )
    await openReadings(deps, { spill: { ...bucket(), drain: (to) => to([...spill.held]) }, write }).flush()
    t.equal(rows.size, 3, 'what another start would find')
    gate.resolve()
    await writing
    await dying.flush()
    t.same([rows.size, dying.waiting, spill.held.length], [3, 0, 0], 'and here it goes on, and counts nothing twice')
  }
)

t.test('a spill that refuses: it stays in memory, and is written when it can be', async (t) => {
  const { deps } = hand()
  const { rows, write } = table()
  let broken = true
  const full: Spill = { append: async () => Promise.reject(new Error('disk full')), drain: async () => undefined }
  const readings = openReadings(deps, { spill: full, write: (given) => (broken ? Promise.reject(new Error('away')) : write(given)) })
  readings.note(reading())
  await t.rejects(readings.putBy(), /disk full/)
  await t.rejects(readings.flush())
  await t.rejects(readings.close(), 'it is said')
  t.equal(readings.waiting, 1)
  broken = false
  await readings.flush()
  t.same([rows.size, readings.waiting], [1, 0])
})

t.test('what an earlier run left is written by the first flush; what is left at the end is put by', async (t) => {
  const { deps } = hand()
  const { rows, write } = table()
  const spill = bucket()
  const dying = openReadings(deps, { spill, write: async () => Promise.reject(new Error('away')) })
  dying.note(reading())
  await dying.close()
  t.same([dying.waiting, spill.held.length], [0, 1])
  const reborn = openReadings(deps, { spill, write })
  await reborn.flush()
  t.same([rows.size, spill.held.length], [1, 0])
  const lone = openReadings(deps, { write: async () => Promise.reject(new Error('away')) })
  lone.note(reading())
  await t.rejects(lone.close(), /away/, 'without a place to put it, it is said')
})

t.test('more than fits one statement is written in several', async (t) => {
  const { deps } = hand()
  const { rows, write } = table()
  const sizes: number[] = []
  const readings = openReadings(deps, { write: (given) => write(given).then(() => void sizes.push(given.length)) })
  for (let n = 0; n < 5001; n += 1) readings.note(reading({ providerId: `p${n}` }))
  await readings.flush()
  t.same([rows.size, sizes], [5001, [5000, 1]])
})

t.test('a flush writes everything noted before it was asked for, though another is under way', async (t) => {
  const { deps } = hand()
  const { rows, write } = table()
  const gates: (() => void)[] = []
  const readings = openReadings(deps, { write: (given) => new Promise<void>((open) => gates.push(open)).then(() => write(given)) })
  readings.note(reading({ providerId: 'an' }))
  const first = readings.flush()
  await new Promise(setImmediate)
  readings.note(reading({ providerId: 'binh' }))
  const second = readings.flush()
  t.equal(readings.flush(), second, 'who asks meanwhile shares it')
  gates.shift()?.()
  await first
  t.same(
    [...rows.values()].map(({ providerId }) => providerId),
    ['an']
  )
  await new Promise(setImmediate)
  gates.shift()?.()
  await second
  t.same(
    [...rows.values()].map(({ providerId }) => providerId),
    ['an', 'binh']
  )
  t.equal(readings.waiting, 0)
})

type Step =
  | { readonly kind: 'note'; readonly reader: string; readonly person: string }
  | { readonly kind: 'flush' }
  | { readonly kind: 'putBy' }
  | { readonly kind: 'answer'; readonly how: 'written' | 'refused' | 'lost' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('note' as const), reader: fc.constantFrom('k1', 'k2'), person: fc.constantFrom('a', 'b') })
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'flush' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'putBy' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      how: fc.constantFrom('written' as const, 'refused' as const, 'lost' as const)
    })
  }
)

type Ending = 'written' | 'refused' | 'lost'

/** The record over a table whose writes end as the test says, once it says so; in the end all come through. */
function patient() {
  const { deps, setNow } = hand()
  const { rows, write } = table()
  const asked: ((how: Ending) => void)[] = []
  let waits = true
  const slow = async (given: readonly RecordedReading[]): Promise<void> => {
    const how = waits ? await new Promise<Ending>((answer) => asked.push(answer)) : 'written'
    if (how !== 'refused') await write(given)
    if (how !== 'written') throw new Error(how)
  }
  const readings = openReadings(deps, { spill: bucket(), write: slow })
  const finish = async (): Promise<void> => {
    waits = false
    for (const answer of asked) answer('refused')
    await readings.flush().catch(() => undefined)
    await readings.flush()
  }
  return { readings, rows, setNow, answer: (how: Ending) => asked.shift()?.(how), finish }
}

const tally = (list: readonly (readonly [string, number])[]): object =>
  Object.fromEntries(
    [...Map.groupBy(list, ([key]) => key)].sort().map(([key, all]) => [key, all.reduce((sum, [, times]) => sum + times, 0)])
  )

const noted = (steps: readonly Step[]) =>
  steps.flatMap((each) => (each.kind === 'note' ? [[`${each.reader} ${each.person}`, 1] as const] : []))

/** Whether everything that the steps note is written in the end, once. */
async function holdsFor(steps: readonly Step[]): Promise<boolean> {
  const { readings, rows, setNow, answer, finish } = patient()
  const take = (each: Step): void => {
    if (each.kind === 'note') readings.note(reading({ readerId: each.reader, providerId: each.person }))
    if (each.kind === 'flush') readings.flush().catch(() => undefined)
    if (each.kind === 'putBy') void readings.putBy()
    if (each.kind === 'answer') answer(each.how)
  }
  for (const [at, each] of steps.entries()) {
    setNow(1000 + at)
    take(each)
    await new Promise(setImmediate)
  }
  await finish()
  const written = [...rows.values()].map(({ readerId, providerId, times }) => [`${readerId} ${providerId}`, times] as const)
  return JSON.stringify(tally(written)) === JSON.stringify(tally(noted(steps))) && readings.waiting === 0
}

t.test('whatever is noted while writes are under way, fail, or come through unheard: nothing is lost, nothing counts twice', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), holdsFor), { numRuns: 500 })
})
