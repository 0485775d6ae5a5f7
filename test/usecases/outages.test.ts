import t from 'tap'
import { type OutageNews, openOutages } from '../../src/usecases/outages.ts'

const LOST = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })

/** What is told of outages that are over after so many milliseconds of quiet. */
function listening(quiet: number) {
  const told: OutageNews[] = []
  const outages = openOutages(quiet)
  outages.tell((news) => told.push(news))
  return { outages, told }
}

t.test('an outage is said when it begins and when it ends, however many notice it', async (t) => {
  const { outages, told } = listening(0)
  for (const _ of ['a request', 'a job']) t.ok(outages.notice(LOST))
  t.same(told, [{ reason: 'ECONNRESET' }])
  for (const _ of ['a request', 'a job']) outages.answered()
  t.same(told, [{ reason: 'ECONNRESET' }, { seconds: 0 }])
  outages.notice(LOST)
  t.equal(told.length, 3, 'the next one is another')
})

t.test('one answer is no end while others may still fail', async (t) => {
  const { outages, told } = listening(3_600_000)
  outages.notice(LOST)
  outages.answered()
  outages.notice(LOST)
  t.same(told, [{ reason: 'ECONNRESET' }])
})

t.test('whoever listens later is told of the outage that is under way', async (t) => {
  const outages = openOutages()
  t.notOk(outages.notice(new Error('a defect')), 'which is none')
  outages.notice(LOST)
  const told: OutageNews[] = []
  outages.tell((news) => told.push(news))
  t.same(told, [{ reason: 'ECONNRESET' }])
})
