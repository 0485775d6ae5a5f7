import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { unavailable } from '../../src/store/constraints.ts'
import { type OutageNews, openOutages } from '../../src/usecases/outages.ts'

const coded = (code: string): Error => Object.assign(new Error('said by the server'), { code })

/** What is told of outages that are over once nothing has failed for no time at all. */
function heard() {
  const outages = openOutages(0)
  const news: OutageNews[] = []
  outages.tell((each) => news.push(each))
  return { outages, news }
}

t.test('the reason of an outage is what the driver said, however it was handed on', async (t) => {
  for (const error of [coded('53100'), new Error('Failed query', { cause: coded('53100') }), unavailable(coded('53100'))]) {
    const { outages, news } = heard()
    t.equal(outages.notice(error), true)
    t.same(news, [{ reason: '53100', damaged: false }])
  }
  const { outages, news } = heard()
  outages.notice(unavailable(new Error('it is being opened')))
  t.same(news, [{ reason: 'it is being opened', damaged: false }], 'what is awaited')
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
    t.same(news, [{ reason: code, damaged: true }])
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
