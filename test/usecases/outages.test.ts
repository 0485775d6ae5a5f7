import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { unavailable } from '../../src/store/constraints.ts'
import { type OutageNews, openOutages } from '../../src/usecases/outages.ts'

const coded = (code: string): Error => Object.assign(new Error('said by the server'), { code })

/** What is told of outages that are over after so many milliseconds of quiet. */
function heard(quiet = 0) {
  const outages = openOutages(quiet)
  const news: OutageNews[] = []
  outages.tell((each) => news.push(each))
  return { outages, news }
}

t.test('the reason of an outage is what the driver said, however it was handed on', async (t) => {
  for (const error of [coded('53100'), new Error('Failed query', { cause: coded('53100') }), unavailable(coded('53100'))]) {
    const { outages, news } = heard()
    t.equal(outages.notice(error), true)
    t.same(news, [{ reason: '53100', kind: 'full' }])
  }
  const { outages, news } = heard()
  outages.notice(unavailable(new Error('it is being opened')))
  t.same(news, [{ reason: 'it is being opened', kind: 'away' }], 'what is awaited')
})

t.test('an outage lasts until the database answers, and a second at least', async (t) => {
  const { outages, news } = heard()
  outages.notice(coded('08006'))
  outages.answered()
  t.same(news.at(-1), { seconds: 1 })
  outages.notice(coded('08006'))
  await pause(1600)
  outages.answered()
  t.same(news.at(-1), { seconds: 2 }, 'not until the last failure alone')
  t.equal(news.length, 4)
})

t.test('damage is told from an outage', async (t) => {
  for (const code of ['XX000', 'XX001', 'XX002', '58P01', '58030', 'F0000']) {
    const { outages, news } = heard()
    t.equal(outages.notice(coded(code)), true, code)
    t.same(news, [{ reason: code, kind: 'damaged' }])
  }
})

t.test('what somebody else says is not said again: only that it is over', async (t) => {
  const { outages, news } = heard()
  outages.known(coded('XX001'))
  t.equal(outages.notice(coded('08006')), true)
  t.same(news, [])
  t.equal(outages.isForGood(), false)
  outages.answered()
  t.same(news, [{ seconds: 1 }])
  outages.known(coded('XX001'), true)
  outages.tell((each) => news.push(each))
  t.equal(outages.isForGood(), true)
  t.equal(news.length, 1)
})

t.test('an outage is said when it begins and when it ends, however many notice it', async (t) => {
  const { outages, news } = heard()
  for (const _ of ['a request', 'a job']) t.ok(outages.notice(coded('ECONNRESET')))
  t.same(news, [{ reason: 'ECONNRESET', kind: 'away' }])
  for (const _ of ['a request', 'a job']) outages.answered()
  t.same(news, [{ reason: 'ECONNRESET', kind: 'away' }, { seconds: 1 }])
  outages.notice(coded('ECONNRESET'))
  t.equal(news.length, 3, 'the next one is another')
})

t.test('one answer is no end while others may still fail', async (t) => {
  const { outages, news } = heard(3_600_000)
  outages.notice(coded('ECONNRESET'))
  outages.answered()
  outages.notice(coded('ECONNRESET'))
  t.same(news, [{ reason: 'ECONNRESET', kind: 'away' }])
})

t.test('an outage that turns out to be of another kind is said again, each kind once', async (t) => {
  const { outages, news } = heard(3_600_000)
  for (const code of ['ECONNRESET', '57P01', '28P01', 'ECONNREFUSED', '28P01']) outages.notice(coded(code))
  t.same(news, [
    { reason: 'ECONNRESET', kind: 'away' },
    { reason: '28P01: said by the server', kind: 'lets_nobody_in' }
  ])
})

t.test('one that begins hardly after the last, or after a start that somebody told of, is said', async (t) => {
  for (const begin of ['notice', 'known'] as const) {
    const { outages, news } = heard(200)
    outages[begin](coded('ECONNREFUSED'))
    news.length = 0
    outages.answered()
    outages.notice(coded('ECONNREFUSED'))
    t.same(news, [], 'what fails now may have been under way')
    await pause(400)
    outages.notice(coded('ECONNREFUSED'))
    outages.notice(coded('ECONNREFUSED'))
    t.same(news, [{ seconds: 1 }, { reason: 'ECONNREFUSED', kind: 'away' }], 'what still fails was not')
  }
  const { outages, news } = heard(3_600_000)
  outages.known(coded('ECONNREFUSED'))
  outages.notice(coded('28P01'))
  t.same(news, [], 'whoever says so goes on saying why')
  outages.answered()
  outages.notice(coded('3D000'))
  t.same(news, [{ seconds: 1 }, { reason: '3D000: said by the server', kind: 'no_database' }], 'of another kind at once')
})

t.test('writes are refused while it is known to be full or to read only, whoever reads meanwhile', async (t) => {
  for (const code of ['53100', '25006', '42501']) {
    const { outages, news } = heard(50)
    outages.notice(coded(code))
    await pause(100)
    outages.answered()
    t.equal(outages.refusesWrites(), true)
    t.equal(news.length, 1, 'that it answers who reads is no end')
    await pause(400)
    outages.answered()
    t.equal(outages.refusesWrites(), false)
  }
  const { outages } = heard()
  outages.notice(coded('ECONNREFUSED'))
  t.equal(outages.refusesWrites(), false)
})

t.test('whoever listens later is told of the outage that is under way', async (t) => {
  const outages = openOutages()
  t.notOk(outages.notice(new Error('a defect')), 'which is none')
  outages.notice(coded('ECONNRESET'))
  const news: OutageNews[] = []
  outages.tell((each) => news.push(each))
  t.same(news, [{ reason: 'ECONNRESET', kind: 'away' }])
})
