import type { PublicationId } from '../../src/domain/ids.ts'
import type { PublishedMonth } from '../../src/domain/publication.ts'
import { getPublication, insertPublication } from '../../src/store/publications.ts'
import { aPublication } from '../support/months.ts'
import { aCentre, anOfficer, aPost } from '../support/people.ts'
import { scene } from '../support/scene.ts'

/** A month as it was frozen before there were papers: no document, and less said of posts, agencies and the centre. */
function older({ centre, document: _, burdens: __, agencies, posts, ...content }: PublishedMonth): PublishedMonth {
  const { firstWeekday: ___, demo: ____, ...rest } = centre
  const plain = {
    ...content,
    centre: rest,
    agencies: agencies.map(({ id, code, name }) => ({ id, code, name })),
    posts: posts.map(({ layout: _____, branch: ______, ...post }) => post)
  }
  return plain as unknown as PublishedMonth
}

scene('what was published before there were papers is read as far as it goes', async (t, s) => {
  const { id: centreId } = await aCentre<{ id: Parameters<typeof getPublication>[1] }>(s, { code: 'lang-son' })
  await anOfficer(s, { fullName: 'Nông Thị Bình' })
  await aPost(s, { validFrom: '2026-12-01', validTo: '2026-12-04' })
  const head = await aPublication(s)
  const publication = await getPublication(s.deps.db, centreId, head.id)
  const id = s.deps.newId() as PublicationId
  await insertPublication(s.deps.db, { ...publication, id, version: 2, number: 2, content: older(publication.content) }, {})
  const wanted = [
    ['json', 200],
    ['csv', 200],
    ['ics', 200],
    ['xlsx', 200],
    ['pdf', 409],
    ['docx', 409],
    ['html', 409],
    ['txt', 409]
  ] as const
  for (const [format, status] of wanted) {
    const answer = await s.call<{ code?: string }>('GET', `/v1/publications/${id}/documents/${format}`)
    t.equal(answer.status, status, format)
    if (status === 409) t.equal(answer.body.code, 'DOCUMENT_MISSING', format)
  }
  const read = await s.call<{ document: null; people: object[] }>('GET', `/v1/publications/${id}`)
  t.match(read.body, { document: null, people: [{ fullName: 'Nông Thị Bình' }] })
})
