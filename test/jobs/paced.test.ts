import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { paced } from '../../src/usecases/paced.ts'

void t.test('the first asking is answered at once, those of the pause by one act after it, and none after stopping', async (t) => {
  let acts = 0
  const act = paced(20, () => {
    acts += 1
  })
  act.poke()
  t.equal(acts, 1)
  for (let n = 0; n < 5; n += 1) act.poke()
  t.equal(acts, 1, 'not before the pause is over')
  while (acts < 2) await pause(1)
  act.poke()
  await act.stop()
  act.poke()
  await pause(60)
  t.equal(acts, 2)
})

void t.test('never two at a time, and stopping waits for the one under way', async (t) => {
  const [gate, log] = [Promise.withResolvers<void>(), [] as string[]]
  const act = paced(1, async () => {
    log.push('begun')
    await gate.promise
    log.push('over')
  })
  act.poke()
  act.poke()
  await pause(20)
  t.same(log, ['begun'])
  const stopped = act.stop()
  gate.resolve()
  await stopped
  t.same(log, ['begun', 'over'])
})
