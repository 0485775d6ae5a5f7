import type { Content, TCreatedPdf } from 'pdfmake'

/**
 * Where digital signatures go (NĐ 30/2020 Annex I, II.7d, II.8a), in points: the signer's picture between title and name, the seal of the
 * organisation, 36 mm across, over its left third. An annex in the same file is not signed for itself (III.1d).
 */
const HAND = { width: 150, height: 72 } as const
const SEAL = 102
const FIELDS = [
  { name: 'ChuKySoNguoiKy', x: 0, y: 0, w: HAND.width, h: HAND.height },
  { name: 'ChuKySoCoQuan', x: HAND.width / 3 - SEAL, y: (HAND.height - SEAL) / 2, w: SEAL, h: SEAL }
] as const

/** Room for the signature, which shows nothing and marks where the fields are. */
export const signatureRoom = (): Content => ({
  canvas: FIELDS.map((field) => ({ type: 'rect', ...field, lineWidth: 0, strokeOpacity: 0 })),
  alignment: 'center'
})

/** What of the PDF library's document its types leave out. */
interface Reference {
  end(): void
}
interface Placed {
  readonly name?: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}
interface Written {
  readonly _pdfMakePages: readonly { readonly items: readonly { readonly type: string; readonly item: Placed }[] }[]
  readonly _root: { readonly data: { readonly AcroForm: { readonly data: { readonly Fields: Reference[]; NeedAppearances?: boolean } } } }
  readonly page: { readonly annotations: Reference[]; readonly height: number; readonly dictionary: Reference }
  ref(data: Record<string, unknown>): Reference
  switchToPage(page: number): void
  initForm(): void
  on(event: 'data' | 'end' | 'error', listener: (chunk: Uint8Array) => void): void
  end(): void
}

/** An empty signature field, which any signing program fills; 132 = printed, locked in place. */
function addField(pdf: Written, page: number, { name = '', x, y, w, h }: Placed): Reference {
  pdf.switchToPage(page)
  const { height, dictionary, annotations } = pdf.page
  const field = pdf.ref({
    ...{ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', F: 132, P: dictionary },
    T: Object(name) as object,
    Rect: [x, height - y - h, x + w, height - y]
  })
  annotations.push(field)
  field.end()
  return field
}

const bytesOf = (pdf: Written): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    pdf.on('data', (chunk) => chunks.push(chunk))
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    pdf.on('error', reject)
    pdf.end()
  })

/** The bytes of a document with an empty signature field wherever there is room for one. */
export async function withSignatureFields(created: TCreatedPdf): Promise<Uint8Array> {
  const pdf = (await created.getStream()) as unknown as Written
  const names = new Set<string>(FIELDS.map(({ name }) => name))
  const fields = pdf._pdfMakePages.flatMap(({ items }, page) =>
    items.flatMap(({ item }) => (item.name !== undefined && names.has(item.name) ? [addField(pdf, page, item)] : []))
  )
  if (fields.length > 0) {
    pdf.initForm()
    const { data } = pdf._root.data.AcroForm
    data.Fields.push(...fields)
    // a reader that drew the empty fields anew would change what is signed
    delete data.NeedAppearances
  }
  return bytesOf(pdf)
}
