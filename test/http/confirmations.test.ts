import { amended, publishedWorld } from '../support/delivery-world.ts'
import { type Scene, scene } from '../support/scene.ts'

interface ConfirmationJson {
  readonly provider: { readonly code: string }
  readonly confirmedAt: string | null
  readonly publicationId: string | null
  readonly duties: number
  readonly next: { readonly post: { readonly code: string }; readonly start: string }
}

const listed = async (s: Scene, ref = '2026-12'): Promise<readonly ConfirmationJson[]> =>
  (await s.call<{ items: readonly ConfirmationJson[] }>('GET', `/v1/publications/${ref}/confirmations`)).body.items
const confirm = (s: Scene, provider: string, ref = '2026-12') =>
  s.call('POST', `/v1/publications/${ref}/confirmations`, { body: { provider } })

scene('the planner sees who has confirmed their coming duties and who has not, with their next duty', async (t, s) => {
  const { head } = await publishedWorld(s)
  t.match(await confirm(s, 'an'), { status: 201, body: { provider: { code: 'an' }, by: 'ADMIN_KEY', publicationId: head.id } })
  t.match(await listed(s), [
    { provider: { code: 'an' }, confirmedAt: '2026-11-22T10:00:00+07:00', duties: 6, next: { post: { code: 'truc-kv1' } } },
    { provider: { code: 'binh' }, confirmedAt: null, duties: 4, next: { start: '2026-12-01T07:30:00+07:00' } }
  ])
  s.setNow('2026-12-04T17:00:00+07:00')
  t.match(
    await listed(s),
    [{ provider: { code: 'an' }, duties: 2, next: { post: { code: 'truc-cqdt' } } }],
    'who has no duty left is not asked'
  )
})

scene('a confirmation holds for a later version while that person has the same duties', async (t, s) => {
  const { head } = await publishedWorld(s)
  for (const provider of ['an', 'binh']) await confirm(s, provider)
  s.setNow('2026-11-23T10:00:00+07:00')
  const { body } = await s.call<{ id: string }>('POST', '/v1/providers', {
    body: {
      code: 'chi',
      fullName: 'Lý Thị Chi',
      role: 'legal_aid_officer',
      card: { number: '9/TP-TGPL', from: '2020-01-01' },
      joinedOn: '2019-01-01',
      phones: [{ number: '0912345678', kind: 'duty', verifiedOn: '2026-11-20' }]
    }
  })
  const second = await amended(s, '2026-12', 'truc-kv2', body.id)
  t.match(await listed(s), [
    { provider: { code: 'an' }, publicationId: head.id, confirmedAt: '2026-11-22T10:00:00+07:00' },
    { provider: { code: 'binh' }, publicationId: null, confirmedAt: null },
    { provider: { code: 'chi' }, confirmedAt: null, duties: 1 }
  ])
  t.match(await confirm(s, 'binh', second), { status: 201, body: { publicationId: second } })
  t.match(await confirm(s, 'an', head.id), { status: 409, body: { code: 'PUBLICATION_SUPERSEDED' } })
  s.setNow('2026-12-01T20:00:00+07:00')
  t.match(
    (await listed(s)).map(({ provider, publicationId }) => [provider.code, publicationId]),
    [
      ['an', head.id],
      ['binh', second]
    ]
  )
})

scene('bad confirmations have their codes', async (t, s) => {
  await publishedWorld(s)
  t.match(await confirm(s, 'nobody'), { status: 404, body: { code: 'NOT_FOUND' } })
  t.match(await confirm(s, 'an', '2031-01'), { status: 404, body: { code: 'NOT_FOUND' } })
  const provider = { fullName: 'Vi Văn Dũng', role: 'legal_aid_officer', joinedOn: '2019-01-01', phones: [] }
  await s.call('POST', '/v1/providers', { body: { code: 'dung', card: { number: '8/TP', from: '2020-01-01' }, ...provider } })
  t.match(await confirm(s, 'dung'), { status: 422, body: { code: 'NO_COMING_DUTY' } })
  s.setNow('2026-12-05T00:00:00+07:00')
  t.match(await confirm(s, 'binh'), { status: 422, body: { code: 'NO_COMING_DUTY' } }, 'all their duties are over')
  t.match(await s.call('POST', '/v1/publications/2026-12/confirmations', { body: {} }), {
    status: 400,
    body: { errors: [{ pointer: '/provider', code: 'MISSING_FIELD' }] }
  })
})
