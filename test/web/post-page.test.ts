import { printed, widthOn } from '../support/browser.ts'
import { faults } from '../support/markup.ts'
import { aPublication } from '../support/months.ts'
import { aCentre, anAgency, anOfficer, aPost } from '../support/people.ts'
import { has, readPdf } from '../support/read-papers.ts'
import { readQrSvg } from '../support/read-qr.ts'
import { type Answer, type Scene, scene } from '../support/scene.ts'

const MORNING = '2026-12-02T08:00:00+07:00'
const DUTY = { number: '0912000001', kind: 'duty', verifiedOn: '2026-11-20' } as const
const PERSONAL = { number: '0912000002', kind: 'personal', verifiedOn: '2026-11-20' } as const

const page = (s: Scene, path = '/truc/lang-son/toa-an'): Promise<Answer<string>> => s.call<string>('GET', path, { key: null })

/** A court's post in office hours of four days of December, Bình with Cường behind him, who has a personal number only. */
async function world(s: Scene, cuong: object = {}, some: object = {}): Promise<void> {
  if (!('agencies' in some)) await aCentre(s, { code: 'lang-son' })
  const first = await anOfficer(s, { fullName: 'Nông Thị Bình', phones: [PERSONAL, DUTY] })
  const second = await anOfficer(s, { fullName: 'Lý Văn Cường', phones: [{ ...PERSONAL, number: '0912000003' }], ...cuong })
  for (const n of [1, 2]) await anAgency(s, { code: `kv${n}`, name: `Tòa án nhân dân khu vực ${n} - Lạng Sơn` })
  await aPost(s, {
    code: 'toa-an',
    name: 'Tòa án nhân dân hai cấp',
    agencies: ['kv1', 'kv2'],
    seats: [
      { seat: 'primary', method: 'fixed', provider: first.id },
      { seat: 'support', method: 'fixed', provider: second.id }
    ],
    validFrom: '2026-12-01',
    validTo: '2026-12-04',
    ...some
  })
  await aPublication(s)
  s.setNow(MORNING)
}

scene('who is on duty now, until when, who comes next, by which document', async (t, s) => {
  await world(s)
  const { status, headers, body } = await page(s)
  t.equal(status, 200)
  t.equal(headers['content-type'], 'text/html; charset=utf-8')
  t.match(headers['content-security-policy'], /default-src 'none'/)
  t.notMatch(headers['content-security-policy'], /unsafe|script-src/)
  t.same(faults(body), [])
  t.notMatch(body, /<script|javascript:|\son[a-z]+=|style=|(?:src|href)="(?:https?:)?\/\//)
  for (const text of [
    'Tòa án nhân dân hai cấp',
    '08:00, Thứ Tư 02/12/2026',
    'Nông Thị Bình',
    'Người trực',
    'Lý Văn Cường',
    'Người hỗ trợ trực',
    'Đến 17:00 ngày 02/12/2026',
    'Từ 07:30 ngày 03/12/2026:',
    'Tòa án nhân dân khu vực 1, 2 - Lạng Sơn',
    'trực qua điện thoại',
    'văn bản số 01/TB-TGPL, bản thứ 1, công bố 10:00 ngày 22/11/2026',
    'Thông tin đúng đến 08:00 ngày 02/12/2026',
    '<small lang="en">On duty</small>',
    'http://127.0.0.1:3000/truc/lang-son/toa-an'
  ]) {
    t.ok(body.includes(text), text)
  }
  t.match(body, '<a class="dial" href="tel:+84912000001">0912 000 001</a>')
  t.match(body, '<a class="dial" href="tel:+842053812345">0205 3812 345</a>')
  t.equal(readQrSvg(body), 'http://127.0.0.1:3000/truc/lang-son/toa-an')
})

scene('a personal number stands there only with the person’s consent, and that is a reading', async (t, s) => {
  await world(s)
  const without = (await page(s)).body
  t.notMatch(without, /912 ?000 ?002|912 ?000 ?003/)
  t.match(without, /Không có số công khai: gọi Trung tâm/)
  const readings = async () => (await s.call<{ items: { operation: string }[] }>('GET', '/v1/number-readings?centre=lang-son')).body.items
  t.same(await readings(), [])
})

scene('with consent it does', async (t, s) => {
  await world(s, { phones: [{ ...PERSONAL, number: '0912000003', visibility: 'public' }], publicConsentOn: '2026-11-01' })
  const { body } = await page(s)
  t.match(body, 'href="tel:+84912000003"')
  t.notMatch(body, /912 ?000 ?002/)
  const { items } = (await s.call<{ items: object[] }>('GET', '/v1/number-readings?centre=lang-son')).body
  t.match(items, [{ operation: '/truc/:centre/:post', provider: { fullName: 'Lý Văn Cường' }, reader: { id: null } }])
})

scene('a key shows no more: the page is public whoever asks', async (t, s) => {
  await world(s)
  t.notMatch((await s.call<string>('GET', '/truc/lang-son/toa-an')).body, /912 ?000 ?002/)
})

scene('outside hours it says when somebody is again, and who', async (t, s) => {
  await world(s)
  s.setNow('2026-12-02T17:00:00+07:00')
  const { body } = await page(s)
  t.match(body, 'Ngoài giờ trực.')
  t.match(body, 'Trực lại từ 07:30 ngày 03/12/2026')
  t.match(body, 'Từ 07:30 ngày 03/12/2026:')
  t.match(body, /Tiếp theo[\s\S]*Nông Thị Bình/)
  t.match(body, /Hãy gọi Trung tâm\.[\s\S]*0205 3812 345/)
  t.notMatch(body, 'Đến 17:00')
  t.same(faults(body), [])
})

scene('after the last duty, and where nothing is published, it says so', async (t, s) => {
  await world(s)
  s.setNow('2026-12-04T17:00:00+07:00')
  const last = (await page(s)).body
  t.match(last, 'Ngoài giờ trực.')
  t.notMatch(last, 'Tiếp theo')
  s.setNow('2027-03-01T08:00:00+07:00')
  const { body } = await page(s)
  t.match(body, 'Chưa có lịch trực được công bố cho thời điểm này.')
  t.match(body, '0205 3812 345')
  t.notMatch(body, 'bản thứ')
  t.same(faults(body), [])
})

scene('a post that came after the roster is not in it', async (t, s) => {
  await world(s)
  await aPost(s, { code: 'moi', name: 'Điểm mới' })
  const { status, body } = await page(s, '/truc/lang-son/moi')
  t.equal(status, 200)
  t.match(body, 'Lịch trực đã công bố không có điểm trực này.')
})

scene('an unknown centre or post has a page that says so', async (t, s) => {
  await world(s)
  for (const path of [
    '/truc/ha-noi/toa-an',
    '/truc/lang-son/khong-co',
    '/truc/lang-son/kv1',
    '/truc/lang-son/%00',
    '/truc/lang-son/%3Cscript%3E'
  ]) {
    const { status, headers, body } = await page(s, path)
    t.equal(status, 404, path)
    t.equal(headers['content-type'], 'text/html; charset=utf-8')
    t.match(body, 'Không có điểm trực này')
    t.notMatch(body, '<script')
    t.same(faults(body), [])
  }
})

scene('a demo centre says that nothing is real; what people typed is shown, never obeyed', async (t, s) => {
  await aCentre(s, { code: 'lang-son', name: 'Trung tâm <b>&"\'', demo: true })
  const an = await anOfficer(s, { fullName: 'An <script>alert(1)</script>' })
  await aPost(s, {
    code: 'toa-an',
    name: '<img src=x onerror=alert(1)>',
    seats: [{ seat: 'primary', method: 'fixed', provider: an.id }],
    validFrom: '2026-12-01',
    validTo: '2026-12-04'
  })
  await aPublication(s)
  s.setNow(MORNING)
  const { body } = await page(s)
  t.match(body, 'đều là hư cấu')
  t.notMatch(body, /<script|<img|<b>/)
  t.same(faults(body), [])
})

/** The page with its style in it, as a browser without the service can show it. */
async function whole(s: Scene): Promise<string> {
  const style = (await s.call<string>('GET', '/assets/style.css', { key: null })).body
  return (await page(s)).body.replace('<link rel="stylesheet" href="/assets/style.css" />', `<style>${style}</style>`)
}

/** A post with all that one may have: long names, two numbers of one person, sixteen agencies. */
async function crowded(s: Scene): Promise<string> {
  await aCentre(s, { code: 'lang-son' })
  const open = (n: number) => ({ ...PERSONAL, number: `09120000${n}`, visibility: 'public' }) as const
  const agencies = Array.from({ length: 16 }, (_, n) => `phong-${n}`)
  for (const code of agencies) {
    const name = `Phòng Cảnh sát điều tra tội phạm về trật tự xã hội số ${code.slice(6)} Công an tỉnh Lạng Sơn`
    await anAgency(s, { code, name, kind: 'security-investigation' })
  }
  const fullName = 'Công Tằng Tôn Nữ Thị Hoàng Nguyễn Phương Thảo'
  await world(s, { phones: [open(31), open(32)], publicConsentOn: '2026-11-01', fullName }, { agencies })
  return whole(s)
}

scene('on paper and on a phone', async (t, s) => {
  await t.test('it goes on the narrowest phone, and on one sheet', { skip: !has('chromium') && 'needs chromium' }, async (t) => {
    const html = await crowded(s)
    t.ok(html.includes('0912 000 032'))
    for (const screen of [240, 320, 360]) {
      const width = widthOn(html, screen)
      t.ok(width > 0 && width <= screen, `${width} on ${screen}`)
    }
    const pages = await readPdf(printed(html))
    t.equal(pages.length, 1)
    t.ok(pages[0]?.text.includes('Lạng Sơn'))
  })
})
