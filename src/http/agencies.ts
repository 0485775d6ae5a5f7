import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { AGENCY_LEVELS, AGENCY_SECTORS, type Agency, type AgencyKind } from '../domain/agency.ts'
import { listAgencyKinds } from '../store/agencies.ts'
import type { Deps } from '../usecases/deps.ts'
import { agencyEntry, agencyFilter, putAgencyKind } from '../usecases/save-agency.ts'
import { catalogueRoutes } from './catalogue.ts'
import { etagOf, expectedVersion } from './reply.ts'
import { Code, DayField, Id, IfMatch, nullable, oneOf, problems, Ref, strict, Text, Version } from './schemas.ts'

const AgencyBody = strict({
  code: Code,
  name: Text(300, 'Full official name, e.g. "Tòa án nhân dân khu vực 1 - Lạng Sơn".'),
  kind: Text(64, 'Code of a kind of agency.'),
  level: oneOf(AGENCY_LEVELS),
  parent: Type.Optional(nullable(Ref('the agency above it'))),
  territory: Type.Optional(Type.Array(Text(200, 'A commune.'), { maxItems: 500, description: 'Communes it is competent for.' })),
  formerNames: Type.Optional(
    Type.Array(strict({ name: Text(300, 'A name it bore.'), until: Type.Optional(nullable(DayField('Last day of that name'))) }), {
      maxItems: 50
    })
  ),
  predecessors: Type.Optional(Type.Array(Ref('an agency whose work it took over'), { maxItems: 50 })),
  validFrom: DayField('First day'),
  validTo: Type.Optional(nullable(DayField('Last day; null while it exists'))),
  contactPoint: Type.Optional(nullable(Text(300, 'The desk that answers for it, e.g. trực ban hình sự.'))),
  address: Type.Optional(nullable(Text(300, 'Address.'))),
  email: Type.Optional(nullable(Type.String({ format: 'email', maxLength: 254, description: 'Where rosters are sent.' })))
})

const AgencyView = Type.Object(
  {
    id: Id,
    code: Code,
    version: Version,
    name: Type.String(),
    kind: Type.String(),
    level: oneOf(AGENCY_LEVELS),
    parentId: nullable(Type.String()),
    territory: Type.Array(Type.String()),
    formerNames: Type.Array(Type.Object({ name: Type.String(), until: nullable(Type.String()) })),
    predecessorIds: Type.Array(Type.String()),
    validFrom: Type.String(),
    validTo: nullable(Type.String()),
    contactPoint: nullable(Type.String()),
    address: nullable(Type.String()),
    email: nullable(Type.String())
  },
  { $id: 'Agency', title: 'Agency' }
)

const KindFields = { sector: oneOf(AGENCY_SECTORS), nameVi: Text(200, 'Vietnamese name.'), nameEn: Text(200, 'English name.') }
const KindView = Type.Object({ code: Code, version: Version, ...KindFields }, { $id: 'AgencyKind', title: 'AgencyKind' })

/** `agencies` (found by name, old name, commune or code) and `agency-kinds`. */
export function agencyRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [AgencyView, KindView]) app.addSchema(schema)
  catalogueRoutes(app, deps, {
    entry: agencyEntry,
    plural: 'agencies',
    names: ['Agency', 'Agencies'],
    description: 'Courts, investigation bodies and custody facilities. `q` also finds old names and communes, without diacritics.',
    body: AgencyBody,
    view: Type.Ref('Agency'),
    filters: {
      kind: Type.Optional(Text(64, 'Only this kind.')),
      on: Type.Optional(DayField('Only those that exist on that day'))
    },
    where: async (_deps, _centre, query) => agencyFilter({ kind: query.kind, on: query.on }),
    present: ({ centreId: _, ...agency }: Agency) => agency,
    ofCentre: true
  })
  kindRoutes(app, deps)
}

function kindRoutes(app: FastifyInstance, deps: Deps): void {
  const tags = ['agency-kinds']
  const listed = Type.Object({ items: Type.Array(Type.Ref('AgencyKind')), next: Type.Null() })
  app.get(
    '/agency-kinds',
    { schema: { operationId: 'listAgencyKinds', summary: 'List kinds of agency', tags, response: { 200: listed, ...problems(401) } } },
    async () => ({ items: await listAgencyKinds(deps.db), next: null })
  )
  app.put<{ Params: { code: string }; Body: Omit<AgencyKind, 'code'> }>(
    '/agency-kinds/:code',
    {
      schema: {
        operationId: 'saveAgencyKind',
        summary: 'Add or rename a kind of agency',
        description:
          'Kinds are data, because the state reorganises its bodies. Shared by all centres. `If-Match` takes the `version` of the kind, in quotes (`"0"` of a new one).',
        tags,
        params: Type.Object({ code: Code }),
        headers: IfMatch,
        body: strict(KindFields),
        response: { 200: Type.Ref('AgencyKind'), ...problems(400, 401, 403, 412, 428) }
      }
    },
    async (request, reply) => {
      const kind = await putAgencyKind(deps, { code: request.params.code, ...request.body }, expectedVersion(request))
      return reply.header('etag', etagOf(kind.version)).send(kind)
    }
  )
}
