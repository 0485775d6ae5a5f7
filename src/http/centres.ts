import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Branch, Centre } from '../domain/centre.ts'
import type { CentreId } from '../domain/ids.ts'
import type { Visibility } from '../domain/phone.ts'
import type { Deps } from '../usecases/deps.ts'
import { branchEntry, centreEntry } from '../usecases/save-centre.ts'
import { catalogueRoutes } from './catalogue.ts'
import { presentPhones } from './present.ts'
import { centreOf, may, type Principal } from './principal.ts'
import { Code, Id, nullable, PhoneBody, strict, Text, Version } from './schemas.ts'

const CentreBody = strict({
  code: Code,
  name: Text(300, 'Full official name.'),
  province: Text(100, 'Province it serves.'),
  zone: Type.Optional(Type.String({ maxLength: 64, description: 'IANA time zone (default Asia/Ho_Chi_Minh).' })),
  firstWeekday: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 7, description: 'ISO weekday on which weeks begin (default 1, Monday).' })
  ),
  parentBody: Text(300, 'The body above it in document headers.'),
  place: Text(100, 'Place in "<place>, ngày …".'),
  documentSymbol: Type.Optional(Text(50, 'Symbol after the number of a notice (default TB-TGPL).')),
  phones: Type.Array(PhoneBody, { minItems: 1, maxItems: 20, description: 'At least one public number: it ends every chain of calls.' }),
  demo: Type.Optional(Type.Boolean({ description: 'Invented data, for trying out.' }))
})

const CentreView = Type.Object(
  {
    id: Id,
    code: Code,
    version: Version,
    name: Type.String(),
    province: Type.String(),
    zone: Type.String(),
    firstWeekday: Type.Integer(),
    parentBody: Type.String(),
    place: Type.String(),
    documentSymbol: Type.String(),
    phones: Type.Array(Type.Ref('Phone')),
    demo: Type.Boolean()
  },
  { $id: 'Centre', title: 'Centre' }
)

const BranchBody = strict({
  code: Code,
  name: Text(300, 'Name.'),
  address: Type.Optional(nullable(Text(300, 'Address.'))),
  phones: Type.Optional(Type.Array(PhoneBody, { maxItems: 20 }))
})

const BranchView = Type.Object(
  {
    id: Id,
    code: Code,
    version: Version,
    name: Type.String(),
    address: nullable(Type.String()),
    phones: Type.Array(Type.Ref('Phone'))
  },
  { $id: 'Branch', title: 'Branch' }
)

/** Numbers of the centre itself: everybody's public ones, all of them for its own keys. */
function ownNumbers(principal: Principal, centreId: CentreId): Visibility {
  if (principal.centreId !== null && principal.centreId !== centreId) return 'public'
  return may(principal, 'numbers:internal') ? 'internal' : may(principal, 'numbers:agency') ? 'agency' : 'public'
}

/** A key of one centre changes that centre, and sees no other to change. */
async function refuseForeign(deps: Deps, principal: Principal, ref: string | null): Promise<void> {
  if (principal.centreId !== null && ref !== null) await centreOf(deps.db, principal, ref)
}

/** `centres` and `branches`: the tenant, its name, zone, numbers and document header. */
export function centreRoutes(app: FastifyInstance, deps: Deps): void {
  for (const schema of [CentreView, BranchView]) app.addSchema(schema)
  catalogueRoutes(app, deps, {
    entry: centreEntry,
    plural: 'centres',
    names: ['Centre', 'Centres'],
    description: 'State legal-aid centres: the tenants, their zones, numbers and document headers.',
    body: CentreBody,
    view: Type.Ref('Centre'),
    present: (centre: Centre, principal) => ({ ...centre, phones: presentPhones(centre.phones, ownNumbers(principal, centre.id)) }),
    ofCentre: false,
    beforeWrite: (principal, ref) => refuseForeign(deps, principal, ref)
  })
  catalogueRoutes(app, deps, {
    entry: branchEntry,
    plural: 'branches',
    names: ['Branch', 'Branches'],
    description: 'Branches of a centre (Luật TGPL 2017 Điều 11(2)).',
    body: BranchBody,
    view: Type.Ref('Branch'),
    present: (branch: Branch, principal) => ({ ...branch, phones: presentPhones(branch.phones, ownNumbers(principal, branch.centreId)) }),
    ofCentre: true
  })
}
