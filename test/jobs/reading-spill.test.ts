import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { RecordedReading } from '../../src/domain/number-reading.ts'
import { openSpill } from '../../src/jobs/reading-spill.ts'

const idOf = (number: string): string => `01890000-0000-7000-8000-${number.padStart(12, '0')}`
const row = (number: string): RecordedReading =>
  ({
    id: idOf(number),
    centreId: idOf('100'),
    readerId: null,
    reader: 'Công chúng\n"x"',
    providerId: idOf('200'),
    operation: 'getOnDuty',
    firstAt: 1,
    lastAt: 2,
    times: 1
  }) as RecordedReading

/** A folder of its own. */
async function folderFor(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'readings-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}
let ids = 0
const newId = (): string => `0-${++ids}`

async function drained(folder: string): Promise<string[]> {
  const found: string[] = []
  await openSpill(folder, newId).drain(async (rows) => void found.push(...rows.map(({ id }) => id.replace(/^.*-0*/, ''))))
  return found
}

t.test('what was put by comes back once, in a folder made when it is needed', async (t) => {
  const folder = join(await folderFor(t), 'data')
  t.same(await drained(folder), [], 'nothing waits, and there is no folder yet')
  const spill = openSpill(folder, newId)
  await spill.append([row('1'), row('2')])
  await spill.append([row('3')])
  const found: RecordedReading[] = []
  await spill.drain(async (rows) => void found.push(...rows))
  t.same(found, [row('1'), row('2'), row('3')])
  t.same(await readdir(folder), [])
  t.same(await drained(folder), [])
})

t.test('what could not be written waits on, beside what comes meanwhile', async (t) => {
  const folder = await folderFor(t)
  const spill = openSpill(folder, newId)
  await spill.append([row('1')])
  await t.rejects(
    spill.drain(async () => {
      throw new Error('away')
    }),
    /away/
  )
  await spill.append([row('2')])
  t.same(await drained(folder), ['1', '2'])
  t.same(await readdir(folder), [])
})

t.test('a line that a crash cut short costs that row alone, and other files stay', async (t) => {
  const folder = await folderFor(t)
  await openSpill(folder, newId).append([row('1')])
  await appendFile(join(folder, 'readings.ndjson'), '{"id":"2","cen')
  await openSpill(folder, newId).append([row('3')])
  await writeFile(join(folder, 'other.ndjson'), '{}')
  t.same(await drained(folder), ['1', '3'])
  t.same(await readdir(folder), ['other.ndjson', 'readings-unread.txt'])
})

t.test('a line that is no row is put by in a file of its own, and holds no other up', async (t) => {
  const folder = await folderFor(t)
  const good = row('1')
  const odd = [
    5,
    null,
    [],
    { x: 1 },
    { ...good, id: 'x' },
    { ...good, readerId: 7 },
    { ...good, reader: 'a\0b' },
    { ...good, times: 0 },
    { ...good, times: 2 ** 31 },
    { ...good, firstAt: 'yesterday' },
    { ...good, lastAt: 1e18 },
    { ...good, firstAt: 3 }
  ].map((each) => JSON.stringify(each))
  const spill = openSpill(folder, newId)
  await spill.append([good])
  await appendFile(join(folder, 'readings.ndjson'), odd.join('\n'))
  await spill.append([row('2')])
  t.same(await drained(folder), ['1', '2'])
  t.same((await readFile(join(folder, 'readings-unread.txt'), 'utf8')).trimEnd().split('\n'), odd)
  t.same(await drained(folder), [], 'and is not read again')
  t.same(await readdir(folder), ['readings-unread.txt'])
})

t.test('a disk that refuses is said', async (t) => {
  const folder = await folderFor(t)
  const file = join(folder, 'file')
  await writeFile(file, '')
  const spill = openSpill(file, newId)
  await t.rejects(spill.append([row('1')]))
  await t.rejects(
    spill.drain(async () => undefined),
    { code: 'ENOTDIR' }
  )
})
