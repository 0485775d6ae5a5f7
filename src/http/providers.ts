import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { phonesFor } from '../domain/phone.ts'
import { BAR_KINDS, PROTECTION_KINDS, PROVIDER_ROLES, type Provider, SEXES } from '../domain/provider.ts'
import type { Deps } from '../usecases/deps.ts'
import { providerEntry, providerFilter } from '../usecases/save-provider.ts'
import { catalogueRoutes } from './catalogue.ts'
import { noteNumbers } from './plugins/readings.ts'
import { presentPhones } from './present.ts'
import { audienceAt, may } from './principal.ts'
import { Code, DayField, Id, nullable, oneOf, PhoneBody, Ref, strict, Text, Version } from './schemas.ts'

const From = DayField('First day')
const To = Type.Optional(nullable(DayField('Last day; null while it lasts')))

const ProviderBody = strict({
  code: Code,
  fullName: Text(200, 'Full name with diacritics.'),
  role: oneOf(PROVIDER_ROLES, 'Only the first two may stand duty (Luật TGPL 2017 Điều 31(1)).'),
  sex: Type.Optional(nullable(oneOf(SEXES))),
  branch: Type.Optional(nullable(Ref('the branch'))),
  card: Type.Optional(nullable(strict({ number: Text(64, 'Number of the card.'), from: From, to: To }))),
  contracts: Type.Optional(
    Type.Array(
      strict({
        number: Text(64, 'Number of the contract or of its extension.'),
        from: From,
        to: DayField('Last day'),
        extension: Type.Optional(Type.Boolean({ description: 'Extends the contract that ends the day before; once, at most 3 years.' }))
      }),
      { maxItems: 50, description: 'Contracts of a lawyer (TT 08/2017/TT-BTP Điều 15): at most 3 years each, never two at once.' }
    )
  ),
  bars: Type.Optional(
    Type.Array(strict({ kind: oneOf(BAR_KINDS), from: From, to: To, reference: Type.Optional(nullable(Text(200, 'Decision.'))) }), {
      maxItems: 50,
      description: 'Times in which the person may not provide legal aid.'
    })
  ),
  protections: Type.Optional(
    Type.Array(
      strict({
        kind: oneOf(PROTECTION_KINDS),
        from: DayField('From the seventh month of pregnancy, or the sixth in remote places; or from the return to work'),
        to: To,
        consent: Type.Optional(Type.Boolean({ description: 'A nursing person agrees to night duty (default false).' }))
      }),
      { maxItems: 20, description: 'Times without night duty (BLLĐ Điều 137(1)); shown to the centre alone.' }
    )
  ),
  phones: Type.Optional(Type.Array(PhoneBody, { maxItems: 10 })),
  ties: Type.Optional(
    Type.Array(strict({ agency: Ref('the agency'), relation: Text(200, 'E.g. "vợ là thẩm phán".') }), {
      maxItems: 50,
      description: 'Declared ties to agencies (BLTTHS Điều 72(4)).'
    })
  ),
  languages: Type.Optional(Type.Array(Text(35, 'ISO 639 code.'), { maxItems: 30 })),
  skills: Type.Optional(Type.Array(Text(64, 'A word that posts may ask for.'), { maxItems: 30 })),
  dutyShare: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Per cent of full duty owed (default 100).' })),
  joinedOn: DayField('First day at the centre'),
  endedOn: Type.Optional(nullable(DayField('Last day; a person with duty history is ended, never deleted'))),
  publicConsentOn: Type.Optional(nullable(DayField('Day of consent to open publication of personal numbers')))
})

const OWN_ALONE = 'Only for keys of the centre: an agency is told who may stand duty, not why somebody may not.'
const Between = { from: Type.String(), to: nullable(Type.String()) }
const ProviderView = Type.Object(
  {
    id: Id,
    code: Code,
    version: Version,
    fullName: Type.String(),
    role: oneOf(PROVIDER_ROLES),
    sex: nullable(oneOf(SEXES)),
    branchId: nullable(Type.String()),
    card: nullable(Type.Object({ number: Type.String(), ...Between })),
    contracts: Type.Optional(
      Type.Array(Type.Object({ number: Type.String(), from: Type.String(), to: Type.String(), extension: Type.Boolean() }), {
        description: OWN_ALONE
      })
    ),
    bars: Type.Optional(
      Type.Array(Type.Object({ kind: oneOf(BAR_KINDS), ...Between, reference: nullable(Type.String()) }), { description: OWN_ALONE })
    ),
    protections: Type.Optional(
      Type.Array(Type.Object({ kind: oneOf(PROTECTION_KINDS), ...Between, consent: Type.Boolean() }), {
        description: 'Only for keys with numbers:internal.'
      })
    ),
    phones: Type.Array(Type.Ref('Phone'), { description: 'Only those that the key may read.' }),
    ties: Type.Optional(Type.Array(Type.Object({ agencyId: Type.String(), relation: Type.String() }), { description: OWN_ALONE })),
    languages: Type.Array(Type.String()),
    skills: Type.Array(Type.String()),
    dutyShare: Type.Integer(),
    joinedOn: Type.String(),
    endedOn: nullable(Type.String()),
    publicConsentOn: nullable(Type.String())
  },
  { $id: 'Provider', title: 'Provider' }
)

/** `providers`: legal aid officers and contract lawyers. */
export function providerRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(ProviderView)
  catalogueRoutes(app, deps, {
    entry: providerEntry,
    plural: 'providers',
    names: ['Provider', 'Providers'],
    description: 'Legal aid officers and contract lawyers, with cards, contracts and numbers.',
    body: ProviderBody,
    view: Type.Ref('Provider'),
    filters: {
      role: Type.Optional(oneOf(PROVIDER_ROLES, 'Only this role.')),
      on: Type.Optional(DayField('Only those who belong to the centre on that day'))
    },
    where: async (_deps, _centre, query) => providerFilter({ role: query.role, on: query.on }),
    present: ({ centreId: _, protections, contracts, bars, ties, ...provider }: Provider, principal) => ({
      ...provider,
      ...(principal.agencyId === null && { contracts, bars, ties }),
      ...(may(principal, 'numbers:internal') && { protections }),
      phones: presentPhones(provider.phones, audienceAt(principal, []))
    }),
    shown: (request, { centreId, id, phones }) => noteNumbers(request, centreId, id, phonesFor(phones, audienceAt(request.principal, []))),
    ofCentre: true
  })
}
