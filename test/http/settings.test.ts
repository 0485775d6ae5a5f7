import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import { readPicture } from '../../src/documents/picture.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../src/domain/settings.ts'
import type { Problem } from '../../src/http/problem.ts'
import { findCentre } from '../../src/store/centres.ts'
import { findPicture, findSettings, listSettings, saveSettings } from '../../src/store/settings.ts'
import { aCentre } from '../support/people.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

type Seen = Settings & { readonly version: number; readonly logo: string | null }

const faults = ({ status, body }: Answer<Problem>): string =>
  [status, ...(body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [])].join(' ')
const read = (s: Scene, query = '', headers = {}) => s.call<Seen>('GET', `/v1/settings${query}`, { headers })
const set = (s: Scene, version: number, body: object, query = '') =>
  s.call<Seen & Problem>('PATCH', `/v1/settings${query}`, { body, headers: { 'if-match': `"${version}"` } })

scene('a centre that has set nothing has the defaults, as version 0', async (t, s) => {
  await aCentre(s)
  const answer = await read(s)
  t.match(answer, { status: 200, headers: { etag: '"0"' } })
  t.same(answer.body, { version: 0, ...DEFAULT_SETTINGS, logo: null })
  t.equal((await read(s, '', { 'if-none-match': '"0"' })).status, 304)
})

scene('what is set stays set, what is not named stays as it was, and everybody reads the same', async (t, s) => {
  const { id } = await aCentre(s)
  const first = await set(s, 0, {
    documentForm: 'roster',
    sending: { court: { kind: 'working_days_before', days: 3 }, investigation: { kind: 'working_days_before', days: 7 } },
    email: 'tgpl@example.vn'
  })
  t.match(first, { status: 200, headers: { etag: '"1"' }, body: { version: 1, documentForm: 'roster' } })
  const second = await set(s, 1, { sending: { court: { kind: 'day_of_previous_month', day: 20 } }, copyTo: [], separateApprover: true })
  const wanted = {
    ...DEFAULT_SETTINGS,
    documentForm: 'roster',
    sending: {
      court: { kind: 'day_of_previous_month', day: 20 },
      investigation: { kind: 'working_days_before', days: 7 },
      custody: { kind: 'working_days_before', days: 5 }
    },
    email: 'tgpl@example.vn',
    copyTo: [],
    separateApprover: true
  }
  t.same(second.body, { version: 2, ...wanted, logo: null })
  t.same((await read(s)).body, second.body)
  const centre = await findCentre(s.deps.db, id)
  t.same(centre && (await findSettings(s.deps.db, centre.id)), { version: 2, settings: wanted, logo: null })
  t.same([...(await listSettings(s.deps.db)).values()], [wanted])
  t.match((await set(s, 2, { email: null })).body, { version: 3, email: null, copyTo: [] }, 'an address can be taken out')
})

scene('texts are kept clean', async (t, s) => {
  await aCentre(s)
  const typed = { archiveUnit: '  HC -\tTH ', copyTo: ['Lãnh đạo  Trung tâm '.normalize('NFD')] }
  t.match((await set(s, 0, typed)).body, { archiveUnit: 'HC - TH', copyTo: ['Lãnh đạo Trung tâm'.normalize('NFC')] })
})

scene('what no centre can mean is refused, every fault at once', async (t, s) => {
  await aCentre(s)
  const hours = (...stretches: readonly (readonly [string, string])[]) => ({ workingHours: stretches.map(([from, to]) => ({ from, to })) })
  const sending = (sector: string, rule: object) => ({ sending: { [sector]: rule } })
  const before = (days?: number) => ({ kind: 'working_days_before', ...(days !== undefined && { days }) })
  const cases = [
    ['nothing', {}, '400 BAD_FIELD '],
    ['an unknown setting', { colour: 'red' }, '400 UNKNOWN_FIELD /colour'],
    ['a logo by the way', { logo: null }, '400 UNKNOWN_FIELD /logo'],
    ['another form', { documentForm: 'letter' }, '400 BAD_FIELD /documentForm'],
    ['a cut-off before anything', { swapCutoffDays: -1 }, '400 BAD_FIELD /swapCutoffDays'],
    ['a cut-off too far', { swapCutoffDays: 31 }, '400 BAD_FIELD /swapCutoffDays'],
    ['reminders too early', { remindDays: 31 }, '400 BAD_FIELD /remindDays'],
    ['no time at all to acknowledge', { acknowledgeHours: 0 }, '400 BAD_FIELD /acknowledgeHours'],
    ['too much time to acknowledge', { acknowledgeHours: 201 }, '400 BAD_FIELD /acknowledgeHours'],
    ['another kind of agency', sending('army', before(5)), '400 UNKNOWN_FIELD /sending/army'],
    ['no number of days', sending('court', before()), '400 MISSING_FIELD /sending/court/days'],
    ['no day', sending('court', { kind: 'day_of_previous_month' }), '400 MISSING_FIELD /sending/court/day'],
    ['no days before', sending('court', before(0)), '400 BAD_FIELD /sending/court/days'],
    ['a day no month has', sending('court', { kind: 'day_of_previous_month', day: 32 }), '400 BAD_FIELD /sending/court/day'],
    ['both numbers', sending('court', { ...before(5), day: 3 }), '400 UNKNOWN_FIELD /sending/court/day'],
    ['less than the programme asks', sending('investigation', before(4)), '400 BAD_VALUE /sending/investigation/days'],
    ['less than the programme asks, in custody', sending('custody', before(4)), '400 BAD_VALUE /sending/custody/days'],
    [
      'a day of the month for the police',
      sending('investigation', { kind: 'day_of_previous_month', day: 1 }),
      '400 BAD_VALUE /sending/investigation/kind'
    ],
    ['no hours', hours(), '400 BAD_FIELD /workingHours'],
    ['an hour that is none', hours(['07:30', '24:00']), '400 BAD_FIELD /workingHours/0/to'],
    ['hours that end as they begin', hours(['07:30', '07:30']), '400 BAD_PERIOD /workingHours/0/to'],
    ['hours that overlap', hours(['07:30', '11:30'], ['11:29', '17:00']), '400 BAD_PERIOD /workingHours/1/from'],
    ['hours out of order', hours(['13:30', '17:00'], ['07:30', '11:30']), '400 BAD_PERIOD /workingHours/1/from'],
    ['an empty unit', { archiveUnit: ' ' }, '400 MISSING_FIELD /archiveUnit'],
    ['an empty line', { copyTo: ['Sở Tư pháp', '\u200b'] }, '400 MISSING_FIELD /copyTo/1'],
    ['a line twice', { copyTo: ['Sở Tư pháp', 'Sở  Tư pháp'] }, '400 DUPLICATE_ITEM /copyTo/1'],
    ['no address', { email: 'tgpl' }, '400 BAD_FIELD /email'],
    ['two letters in one address', { email: 'a@b.vn\r\nBcc: c@d.vn' }, '400 BAD_FIELD /email'],
    ['two faults', { archiveUnit: '', ...sending('custody', before(1)) }, '400 BAD_VALUE /sending/custody/days MISSING_FIELD /archiveUnit']
  ] as const
  for (const [title, body, expected] of cases) t.equal(faults(await set(s, 0, body)), expected, title)
  t.equal((await read(s)).body.version, 0, 'and nothing was set')
  const near = [
    sending('investigation', before(5)),
    sending('custody', before(30)),
    sending('court', { kind: 'day_of_previous_month', day: 31 }),
    sending('court', before(1)),
    hours(['00:00', '11:30'], ['11:30', '23:59']),
    { swapCutoffDays: 0, remindDays: 30, acknowledgeHours: 200 }
  ]
  for (const [version, body] of near.entries()) t.equal((await set(s, version, body)).status, 200, JSON.stringify(body))
})

scene('a change is of the version that was read, the first one included', async (t, s) => {
  const { id } = await aCentre(s)
  const body = { remindDays: 3 }
  t.equal((await s.call('PATCH', '/v1/settings', { body })).status, 428)
  t.equal((await set(s, 1, body)).status, 412)
  t.equal((await set(s, 0, body)).status, 200)
  t.match(await set(s, 0, body), { status: 412, body: { code: 'STALE_VERSION' } })
  const centre = await findCentre(s.deps.db, id)
  if (centre === undefined) throw new Error('the centre is there')
  const save = (version: number) => saveSettings(s.deps.db, centre.id, { version, settings: DEFAULT_SETTINGS, logo: null }, s.deps.now())
  await t.rejects(save(0), { code: 'STALE_VERSION' }, 'somebody else was first')
  t.match(await save(1), { version: 2 })
  await t.rejects(save(1), { code: 'STALE_VERSION' })
})

scene('each centre has its own', async (t, s) => {
  await aCentre(s, { code: 'mot' })
  await aCentre(s, { code: 'hai' })
  await set(s, 0, { remindDays: 9 }, '?centre=mot')
  t.equal((await read(s, '?centre=mot')).body.remindDays, 9)
  t.match((await read(s, '?centre=hai')).body, { version: 0, remindDays: 2 })
})

const chunk = (name: string, data: Buffer): Buffer => {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

/** A PNG as the standard has it: black, 8 bits a pixel. */
function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const rows = Buffer.alloc((width + 1) * height)
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}
/** The smallest JPEG frame that says how large it is, 3 by 2 pixels, with nothing drawn in it. */
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080002000301011100ffd9', 'hex')
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

const setLogo = (s: Scene, version: number, data: string) =>
  s.call<Seen & Problem>('PUT', '/v1/settings/logo', { body: { data }, headers: { 'if-match': `"${version}"` } })

scene('a logo is kept under its own fingerprint, for good, and taken off again', async (t, s) => {
  const { id } = await aCentre(s)
  const bytes = png(40, 30)
  const first = await setLogo(s, 0, bytes.toString('base64'))
  t.match(first, { status: 200, headers: { etag: '"1"' }, body: { version: 1, logo: sha256(bytes), documentForm: 'notice' } })
  t.match(await setLogo(s, 1, jpeg.toString('base64')), { status: 200, body: { version: 2, logo: sha256(jpeg) } })
  t.match((await set(s, 2, { remindDays: 1 })).body, { version: 3, logo: sha256(jpeg) }, 'it stays when something else is set')
  const gone = await s.call('DELETE', '/v1/settings/logo', { headers: { 'if-match': '"3"' } })
  t.match(gone, { status: 200, headers: { etag: '"4"' }, body: { version: 4, logo: null, remindDays: 1 } })
  const centre = await findCentre(s.deps.db, id)
  if (centre === undefined) throw new Error('the centre is there')
  for (const each of [bytes, jpeg]) t.equal(await findPicture(s.deps.db, centre.id, sha256(each)), each.toString('base64'))
  t.equal((await setLogo(s, 4, bytes.toString('base64'))).status, 200, 'the same again')
  t.equal((await s.call('DELETE', '/v1/settings/logo')).status, 428)
  t.equal((await setLogo(s, 4, bytes.toString('base64'))).status, 412)
})

scene('a logo that is no picture, of another kind, broken or too large is refused', async (t, s) => {
  await aCentre(s)
  const whole = png(40, 30)
  const turned = (at: number) => Buffer.from(whole.map((byte, index) => (index === at ? byte ^ 1 : byte)))
  const emptied = Buffer.concat([whole.subarray(0, 33), chunk('IEND', Buffer.alloc(0))])
  const cases: readonly (readonly [string, string])[] = [
    ['text', Buffer.from('Trung tâm').toString('base64')],
    ['nothing', ''],
    ['a GIF', gif.toString('base64')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>').toString('base64')],
    ['a PDF', Buffer.from('%PDF-1.7\n%%EOF').toString('base64')],
    ['a data address', `data:image/png;base64,${whole.toString('base64')}`],
    ['base64 without its end', whole.toString('base64').replace(/.{3}$/, '')],
    ['a PNG cut short', whole.subarray(0, -1).toString('base64')],
    ['a PNG without its end', whole.subarray(0, -12).toString('base64')],
    ['a PNG with one bit of its width turned', turned(19).toString('base64')],
    ['a PNG with one bit of its pixels turned', turned(45).toString('base64')],
    ['a PNG without pixels', emptied.toString('base64')],
    ['a JPEG cut short', jpeg.subarray(0, -2).toString('base64')],
    ['a JPEG that does not say how large it is', Buffer.from('ffd8ffd9', 'hex').toString('base64')],
    ['one pixel too wide', png(2001, 1).toString('base64')],
    ['one pixel too high', png(1, 2001).toString('base64')]
  ]
  for (const [title, data] of cases) {
    const answer = await setLogo(s, 0, data)
    t.match(answer, { status: 400, body: { code: 'BAD_PICTURE', errors: [{ pointer: '/data', code: 'BAD_PICTURE' }] } }, title)
    t.match(answer.body.detail, /64 KiB.*2000/)
  }
  t.equal((await read(s)).body.version, 0, 'and nothing was set')
  t.equal((await setLogo(s, 0, png(2000, 2000).toString('base64'))).status, 200, 'as large as it may be')
})

scene('64 KiB are taken, a byte more is not', async (t, s) => {
  await aCentre(s)
  const filled = (size: number) => {
    const [head, tail] = [png(2, 2).subarray(0, -12), chunk('IEND', Buffer.alloc(0))]
    return Buffer.concat([head, chunk('tEXt', Buffer.alloc(size - head.length - tail.length - 12, 'a')), tail])
  }
  t.equal(filled(65_536).length, 65_536)
  t.equal((await setLogo(s, 0, filled(65_537).toString('base64'))).status, 400)
  t.equal((await setLogo(s, 0, filled(65_536).toString('base64'))).status, 200)
})

scene('a picture is what its bytes say', async (t) => {
  t.same(readPicture(png(7, 5)), { type: 'png', width: 7, height: 5 })
  t.same(readPicture(jpeg), { type: 'jpg', width: 3, height: 2 })
  t.equal(readPicture(gif), undefined)
  t.equal(readPicture(Buffer.alloc(0)), undefined)
})
