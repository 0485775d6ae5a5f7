import { unzipSync } from 'fflate'
import type { Test } from 'tap'
import { DOCUMENT_FORMATS } from '../../src/http/document-files.ts'
import { SCOPES } from '../../src/http/scopes.ts'
import { fetchFile } from '../support/documents.ts'
import { aCentre, aPost } from '../support/people.ts'
import { flat, readPdf } from '../support/read-papers.ts'
import { amendmentsOf, approveAmendment, aRound, slotOn } from '../support/round.ts'
import { type Scene, scene } from '../support/scene.ts'
import { asked, done, swapBody } from '../support/swaps.ts'

/** In every reason that people give, and nowhere else. */
const MARK = 'Viêm gan B'
const OVERRIDES = [{ rule: 'rest-between', reason: MARK }]

async function wrote(s: Scene, method: 'POST' | 'PATCH', url: string, body: object, headers: Readonly<Record<string, string>> = {}) {
  const answer = await s.call<{ id: string }>(method, url, { body, headers })
  if (answer.status >= 300) throw new Error(`${url}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** A December that was swapped, amended and covered, each for the same reason, and whatever else takes a reason. */
async function aMonthOfReasons(s: Scene) {
  const { an, chi, head } = await aRound(s)
  const person = { provider: 'dung', from: '2027-03-01', to: '2027-03-02' }
  await wrote(s, 'POST', '/v1/absences', { ...person, kind: 'sick_leave', note: MARK })
  await wrote(s, 'POST', '/v1/preferences', { provider: 'dung', kind: 'wish', from: '2027-03-01', note: MARK })
  await wrote(s, 'POST', '/v1/pairs', { providers: ['an', 'binh'], from: '2027-03-01', reason: MARK })
  const { swap } = (await asked(s, await swapBody(s, 'an', '2026-12-09', { chi: '2026-12-11' }, MARK))).body
  await done(s, await done(s, swap, 'accept', { by: 'chi' }), 'approve', null)
  const [drawn] = await amendmentsOf(s, 'submitted')
  await approveAmendment(s, drawn ?? { id: '', version: 1 }, { reason: MARK, overrides: OVERRIDES })
  const seat = { slot: (await slotOn(s, '2026-12-04')).id, seat: 'primary', provider: chi.id }
  await wrote(s, 'POST', '/v1/publications/2026-12/amendments', { reason: MARK, changes: [seat], kind: 'replacement' })
  const [planned] = await amendmentsOf(s, 'submitted')
  await approveAmendment(s, planned ?? { id: '', version: 1 }, { overrides: OVERRIDES })
  s.setNow('2026-12-05T02:00:00+07:00')
  await wrote(s, 'POST', '/v1/covers', { absent: an.id, reason: MARK, kind: 'sick_leave', overrides: OVERRIDES, standIn: 'dung' })
  const { items } = (await s.call<{ items: { id: string; version: number; kind: string }[] }>('GET', '/v1/publications')).body
  return { head, publications: items }
}

type Paths = Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>

/** Every address that is read, with things that exist in the place of parameters. */
function addresses({ app }: Scene, ids: Readonly<Record<string, readonly string[]>>): string[] {
  const { paths = {} } = app.swagger() as unknown as { paths?: Paths }
  const read = Object.entries(paths).flatMap(([path, methods]) => (methods.get ? [path] : []))
  return read.flatMap((path) => {
    const of = ids[path.split('/')[2] ?? ''] ?? ['x']
    const formats = path.includes('documents/{format}') ? DOCUMENT_FORMATS : ['txt']
    return of.flatMap((id) =>
      formats.map((format) => {
        const filled = path
          .replace('qr.{format}', 'qr.svg')
          .replace('{format}', format)
          .replace('{month}', '2026-12')
          .replaceAll(/\{\w+\}/g, id)
        if (path.endsWith('/days')) return `${filled}?from=2026-12-01&to=2026-12-31`
        return /on-duty|duty-cards/.test(path) ? `${filled}?post=cqdt` : filled
      })
    )
  })
}

/** All that an answer says, whatever its form. */
async function saidBy({ bytes, headers }: Awaited<ReturnType<typeof fetchFile>>): Promise<string> {
  const type = headers['content-type'] ?? ''
  if (type.includes('pdf')) return (await readPdf(new Uint8Array(bytes))).map(({ text }) => text).join(' ')
  if (!type.includes('openxmlformats')) return bytes.toString('utf8')
  return Object.values(unzipSync(bytes))
    .map((part) => new TextDecoder().decode(part).replace(/<[^>]+>/g, ''))
    .join(' ')
}

const tells = (text: string): boolean => flat(text).includes(MARK)

async function ask(t: Test, s: Scene, urls: readonly string[], whose: string, key: string | null): Promise<number> {
  let answered = 0
  for (const url of urls) {
    const answer = await fetchFile(s, url, { key })
    if (answer.status === 200) answered += 1
    t.notOk(tells(await saidBy(answer)), `${url} read ${whose}`)
  }
  return answered
}

scene('why somebody does not come is told to the centre alone', async (t, s) => {
  const { head, publications } = await aMonthOfReasons(s)
  t.same(
    publications.map(({ kind }) => kind),
    ['provisional', 'replacement', 'supplement', 'original']
  )
  const first = async (plural: string): Promise<string[]> =>
    (await s.call<{ items: { id: string }[] }>('GET', `/v1/${plural}`)).body.items.map(({ id }) => id)
  const ids: Record<string, readonly string[]> = { publications: publications.map(({ id }) => id), rosters: [head.rosterId] }
  const nouns = 'absences preferences pairs providers posts agencies amendments covers swaps branches signers engagements'.split(' ')
  for (const noun of nouns) ids[noun] = (await first(noun)).slice(0, 4)
  const urls = addresses(s, ids)
  t.ok(urls.length > 120, `${urls.length} addresses`)

  const keyFor = async (of: object) =>
    (await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'x', scopes: SCOPES, ...of } })).body.key
  const agency = await keyFor({ centre: 'lang-son', agency: ids.agencies?.[0] })
  await aCentre(s, { code: 'dak-lak' })
  await aPost(s, { centre: 'dak-lak', code: 'khac' })
  const elsewhere = await keyFor({ centre: 'dak-lak' })
  const here = urls.map((url) => `${url}${url.includes('?') ? '&' : '?'}centre=lang-son`)
  const open = await ask(t, s, here, 'without a key', null)
  t.ok(open > 40, `${open} answered`)
  t.ok((await ask(t, s, urls, 'by an agency', agency)) > open)
  await ask(t, s, here, 'by another centre', elsewhere)

  const central = await keyFor({ centre: 'lang-son' })
  for (const noun of ['amendments', 'covers', 'swaps', 'absences', 'pairs', 'preferences', `rosters/${head.rosterId}/steps`]) {
    t.ok(tells((await fetchFile(s, `/v1/${noun}`, { key: central })).bytes.toString('utf8')), `${noun}: the centre knows`)
  }
  const [cover, replacement, swapped] = publications.map(({ id }) => `/v1/publications/${id}`)
  const read = async (url = '') => (await s.call<{ document: object }>('GET', url, { key: central })).body.document
  t.match(await read(cover), { reason: MARK })
  t.match(await read(replacement), { reason: MARK, overrides: [{ ruleId: 'rest-between', reason: MARK }] })
  t.match(await read(swapped), { reason: new RegExp(MARK) })
  const shown = (await s.call<{ document: object }>('GET', `${replacement}?centre=lang-son`, { key: null })).body.document
  t.match(shown, { reason: null, overrides: [{ ruleId: 'rest-between', reason: null }] }, 'that a rule was broken anybody may know')
})

scene('what a reader may know of a version is part of its name', async (t, s) => {
  await aMonthOfReasons(s)
  const tag = async (key?: string | null) =>
    (await s.call('GET', '/v1/publications/2026-12?centre=lang-son', key === undefined ? {} : { key })).headers.etag
  const made = await s.call<{ key: string }>('POST', '/v1/api-keys', { body: { name: 'x', scopes: ['rosters:read'], centre: 'lang-son' } })
  t.not(await tag(made.body.key), await tag(null))
  const known = { 'if-none-match': (await tag(null)) ?? '' }
  t.equal((await s.call('GET', '/v1/publications/2026-12', { key: made.body.key, headers: known })).status, 200)
  t.equal((await s.call('GET', '/v1/publications/2026-12', { key: null, headers: known })).status, 304)
})
