import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { ANSWERS, folderOf, homeOf, kill, launch, newCentre, read, running, type Started, stop, write } from '../support/started.ts'

t.setTimeout(300_000)

const ADMIN_KEY = 'a-key-for-this-test-0123456789'
const portOf = ({ address }: { readonly address: string }): string => new URL(address).port

/** Writes so many centres, each acknowledged. */
async function writeSome(address: string, codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    const { status, body: answer } = await write(address, '/v1/centres', ADMIN_KEY, newCentre(code))
    if (status !== 201) throw new Error(JSON.stringify(answer))
  }
}

const codesAt = async (address: string): Promise<string[]> => {
  const { items } = await read<{ items: { code: string }[] }>(address, '/v1/centres')
  return items.map(({ code }) => code).sort()
}

const isRefused = async (t: Tap, { ended, complained, said }: Started, sentence: RegExp): Promise<void> => {
  t.same(await ended, { code: 1, signal: null })
  t.match(complained(), sentence)
  t.match(complained(), /^[^\n]+\.\n$/, 'one line, one sentence, no stack')
  t.equal(said(), '', 'and nothing was begun')
}
type Tap = Parameters<typeof folderOf>[0]

void t.test(
  'a folder is one process’s: a second is refused, on the same port and on another, and nothing is lost by kill -9',
  async (t) => {
    const settings = { DATA_DIR: join(folderOf(t), 'data'), SEED: 'none', ADMIN_KEY }
    const first = await running(settings)
    await writeSome(first.address, ['a', 'b'])
    const sentence = new RegExp(`is in use by process ${first.child.pid} `)
    for (const PORT of [portOf(first), '0']) await isRefused(t, launch({ ...settings, PORT }), sentence)
    await writeSome(first.address, ['c'])
    await kill(first)

    const second = await running({ ...settings, PORT: portOf(first) })
    t.same(await codesAt(second.address), ['a', 'b', 'c'], 'three acknowledged writes, three centres')
    await isRefused(t, launch(settings), new RegExp(`is in use by process ${second.child.pid} `))
    await stop(t, second)
  }
)

void t.test('SIGTERM to npm start ends the service with it', async (t) => {
  const settings = { DATA_DIR: join(folderOf(t), 'data'), SEED: 'none', ADMIN_KEY, ...homeOf(t) }
  const npm = await running(settings, { command: ['npm', 'start'] })
  npm.child.kill('SIGTERM')
  await npm.ended
  for (let tries = 0; tries < 100 && (await answers(npm.address)); tries += 1) await pause(100)
  t.equal(await answers(npm.address), false, 'nobody is at its port')
  const again = await running({ ...settings, PORT: portOf(npm) })
  await stop(t, again)
})

const answers = (address: string): Promise<boolean> =>
  fetch(`${address}/healthz`).then(
    () => true,
    () => false
  )

void t.test('a kept database answers look-ups first, from the folder, and everything soon after', async (t) => {
  const settings = { DATA_DIR: join(folderOf(t), 'data'), SEED: 'none', ADMIN_KEY }
  const first = await running(settings)
  await writeSome(first.address, ['a'])
  // what changed is written to the folder every five seconds
  await pause(8_000)
  await kill(first)
  const second = await running(settings, { line: ANSWERS })
  t.match(await read(second.address, '/readyz'), { ready: true, lookups: true })
  for (let tries = 0; tries < 300 && !/OpenAPI:/.test(second.said()); tries += 1) await pause(100)
  await writeSome(second.address, ['b'])
  t.same(await codesAt(second.address), ['a', 'b'])
  await stop(t, second)
})
