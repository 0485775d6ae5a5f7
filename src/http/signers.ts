import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Signer } from '../domain/signer.ts'
import type { Deps } from '../usecases/deps.ts'
import { signerEntry } from '../usecases/save-signer.ts'
import { catalogueRoutes } from './catalogue.ts'
import { Code, DayField, Id, nullable, strict, Text, Version } from './schemas.ts'

const SignerBody = strict({
  code: Code,
  fullName: Text(200, 'Name as it stands under the signature, without academic titles.'),
  title: Text(200, 'Post, stored in capitals: GIÁM ĐỐC, PHÓ GIÁM ĐỐC; an acting head is Q. GIÁM ĐỐC.'),
  authority: Type.Optional(
    nullable(Text(200, 'On whose behalf, the line above the post, stored in capitals: TM., KT., TL. or TUQ. and whom; null for the head.'))
  ),
  validFrom: DayField('First day on which they may sign'),
  validTo: Type.Optional(nullable(DayField('Last day; null = until further notice')))
})

const SignerView = Type.Object(
  {
    id: Id,
    code: Code,
    version: Version,
    fullName: Type.String(),
    title: Type.String(),
    authority: nullable(Type.String()),
    validFrom: Type.String(),
    validTo: nullable(Type.String())
  },
  { $id: 'Signer', title: 'Signer' }
)

/** `signers`: who may sign a centre's documents, and how their signature block reads (NĐ 30/2020 Annex I). */
export function signerRoutes(app: FastifyInstance, deps: Deps): void {
  app.addSchema(SignerView)
  catalogueRoutes(app, deps, {
    entry: signerEntry,
    plural: 'signers',
    names: ['Signer', 'Signers'],
    description: 'Who may sign the documents of the centre. What is published keeps its signer as it was.',
    body: SignerBody,
    view: Type.Ref('Signer'),
    present: (signer: Signer) => signer,
    ofCentre: true
  })
}
