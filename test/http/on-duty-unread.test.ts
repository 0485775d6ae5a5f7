import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { openMemoryFolder } from '../../src/jobs/memory-folder.ts'
import { databaseToCome } from '../../src/start/database-to-come.ts'
import { withMemory } from '../../src/usecases/memory.ts'
import { ADMIN_KEY } from '../support/database.ts'
import { engine } from '../support/engine.ts'
import { aCentreOnDuty } from '../support/followed.ts'
import { aCentre, anAgency, aPost } from '../support/people.ts'
import { type Scene, scene } from '../support/scene.ts'

const AT = '2026-12-05T02:10:00%2B07:00'

interface Started {
  readonly ask: (path: string) => Promise<LightMyRequestResponse>
  readonly reports: readonly unknown[]
}

/** What a start answers until the database is there, once `spoil` has been at the files of the centre `dak-lak`. */
async function startedOn(t: Test, { deps }: Scene, spoil: (file: string) => Promise<void>): Promise<Started> {
  const path = await mkdtemp(join(tmpdir(), 'memory-'))
  t.teardown(() => rm(path, { recursive: true, force: true }))
  await deps.memory.catchUp()
  const [lost] = (await deps.memory.centres()).filter(({ centre }) => centre.code === 'dak-lak')
  const reports: unknown[] = []
  const folder = openMemoryFolder(path, (error) => reports.push(error))
  await folder.save(deps.memory.remembered())
  const name = (await readdir(path)).find((each) => each.startsWith(`centre-${lost?.centre.id}`))
  await spoil(join(path, name ?? ''))
  const { now, newId } = deps
  const own = withMemory({ db: databaseToCome().db, now, newId, optimise: engine }, await folder.load())
  own.memory.follow()
  const app = await buildApp(own)
  t.teardown(() => app.close())
  return { reports, ask: (path) => app.inject({ url: path, headers: { authorization: `Bearer ${ADMIN_KEY}` } }) }
}

/** Two centres, the second with an agency and a post of its own. */
async function twoCentres(s: Scene): Promise<void> {
  await aCentreOnDuty(s)
  const { code } = await aCentre(s, { code: 'dak-lak', province: 'Tỉnh Đắk Lắk' })
  const agency = await anAgency(s, { code: 'toa-dl', name: 'Tòa án nhân dân tỉnh Đắk Lắk', centre: code })
  await aPost(s, { code: 'post-dl', agencies: [agency.code], centre: code })
}

const SPOILT: readonly (readonly [string, (file: string) => Promise<void>])[] = [
  ['gone', (file) => rm(file)],
  ['no packed text', (file) => writeFile(file, 'x')]
]

for (const [title, spoil] of SPOILT) {
  scene(`a centre whose file is ${title} is refused for the moment, and no other`, async (t, s) => {
    await twoCentres(s)
    const { ask, reports } = await startedOn(t, s, spoil)
    t.equal(reports.length, 1)
    for (const path of [
      '/v1/on-duty?agency=toa-dl',
      '/v1/on-duty?agency=khong-co',
      '/v1/on-duty?agency=pc01&centre=dak-lak',
      '/v1/on-duty?post=khong-co',
      '/v1/on-duty?province=dak-lak',
      '/v1/on-duty?province=dak%20lak',
      '/v1/on-duty?q=toa%20an%20dak%20lak',
      '/v1/on-duty.txt?agency=toa-dl',
      '/v1/on-duty.vcf?agency=toa-dl&centre=dak-lak',
      '/v1/posts/post-dl/qr.svg?centre=dak-lak',
      '/?centre=dak-lak',
      '/truc/dak-lak/post-dl'
    ]) {
      const { statusCode, headers } = await ask(path)
      t.match({ path, statusCode, headers }, { path, statusCode: 503, headers: { 'retry-after': /^\d+$/ } })
    }
    t.match((await ask('/v1/on-duty?agency=toa-dl')).json(), { code: 'DATABASE_UNAVAILABLE' })
    t.match((await ask('/truc/dak-lak/post-dl')).headers['content-type'], /html/)
  })

  scene(`what is known of the others is answered while a file is ${title}`, async (t, s) => {
    await twoCentres(s)
    const { ask } = await startedOn(t, s, spoil)
    for (const [path, status] of [
      [`/v1/on-duty?agency=pc01&at=${AT}`, 200],
      [`/v1/on-duty?agency=pc01&centre=lang-son&at=${AT}`, 200],
      [`/v1/on-duty?q=phong%20canh%20sat&centre=lang-son&at=${AT}`, 200],
      [`/v1/on-duty?province=lang-son&at=${AT}`, 200],
      [`/v1/on-duty.txt?agency=pc01&at=${AT}`, 200],
      [`/v1/on-duty.vcf?agency=pc01&at=${AT}`, 200],
      ['/', 200],
      ['/?centre=lang-son', 200],
      ['/v1/on-duty?agency=khong-co&centre=lang-son', 404],
      ['/v1/on-duty?agency=pc01&centre=khong-co', 404],
      ['/v1/on-duty?province=khong-co', 404],
      ['/truc/lang-son/khong-co', 404],
      ['/truc/khong-co/post-dl', 404],
      ['/?centre=khong-co', 404]
    ] as const)
      t.equal((await ask(path)).statusCode, status, path)
    t.match((await ask('/')).body, />Tỉnh Đắk Lắk</, 'it is there all the same')
    const { items } = (await ask(`/v1/on-duty?agency=pc01,toa-dl&at=${AT}`)).json<{ items: unknown[] }>()
    t.match(items, [
      { answer: { status: 'on_duty' }, problem: null },
      { answer: null, problem: { code: 'DATABASE_UNAVAILABLE' } }
    ])
    t.equal((await ask('/v1/on-duty?agency=toa-dl,khong-co')).statusCode, 503, 'nothing can be told')
  })
}
