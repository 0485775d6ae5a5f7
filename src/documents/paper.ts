import type { AgencyId } from '../domain/ids.ts'

/** A picture that stands at the head of a paper. */
export interface PaperLogo {
  readonly data: Uint8Array
  readonly type: 'png' | 'jpeg'
}

/** A logo with the size in points at which it stands, its proportions kept. */
export interface PlacedLogo extends PaperLogo {
  readonly width: number
  readonly height: number
}

/** For whom a paper is made. */
export interface PaperOptions {
  /** Whose numbers may stand on it; internal numbers never leave the centre in a paper. */
  readonly audience: 'public' | 'agency'
  /** Only the posts that serve this agency; left out = all. */
  readonly agencyId?: AgencyId
  readonly logo?: PaperLogo | null
}

/** Some words of a paragraph; `strong` for the numbers that somebody in a hurry looks for. */
export interface Words {
  readonly text: string
  readonly strong?: boolean
}
export type Paragraph = readonly Words[]

/** What a column holds, and so how it is set: dates and numbers never break, numbers are large. */
export type ColumnKind = 'order' | 'time' | 'text' | 'name' | 'phone'

export interface PaperColumn {
  readonly title: string
  readonly kind: ColumnKind
}

/** Lines are separated by `\n`. `quiet`: words that stand where somebody looks for a number or a name. */
export interface PaperCell {
  readonly text: string
  readonly quiet?: boolean
}

/** A line of a table; `band` heads the lines below it across all columns. */
export type PaperRow = { readonly band: string } | { readonly cells: readonly PaperCell[] }

/** A table with what is said before and after it. Posts with the same people at the same times share one. */
export interface PaperTable {
  readonly heading: string | null
  readonly notes: readonly string[]
  readonly columns: readonly PaperColumn[]
  readonly rows: readonly PaperRow[]
  /** Long lists, after the table so that it stays on its page. */
  readonly after: readonly string[]
}

/** How tables are set: the page, the size of their letters in points, and widths in points of the columns of each. */
export interface PaperFit {
  readonly landscape: boolean
  readonly size: number
  readonly widths: readonly (readonly number[])[]
}

/** Tables with the page they stand on. */
export interface PaperTables {
  readonly tables: readonly PaperTable[]
  readonly fit: PaperFit
}

export interface PaperAnnex extends PaperTables {
  /** `Phụ lục`, numbered in Roman numerals from two on. */
  readonly label: string
  /** In capitals. */
  readonly title: string
  /** `(Kèm theo Thông báo số …)`. */
  readonly reference: string
  /** The centre's numbers. */
  readonly call: Paragraph
}

/** Who signs; the signature's picture stands between title and name, the seal over its left third (NĐ 30/2020 Annex I, II.7-8). */
export interface PaperSignature {
  readonly authority: string | null
  readonly title: string
  readonly name: string
}

/** An official paper as NĐ 30/2020/NĐ-CP Annex I lays it out, independent of the format that prints it. */
export interface Paper {
  /** What the file is called by readers of it. */
  readonly fileTitle: string
  readonly parentBody: string
  readonly issuer: string
  /** `Số: 05/TB-TGPL`; null = no document (emergency information). */
  readonly number: string | null
  readonly placeAndDate: string
  readonly title: string
  readonly abstract: string
  /** For whom it is an extract; null = whole. */
  readonly extract: string | null
  readonly grounds: readonly string[]
  readonly opening: readonly Paragraph[]
  /** Tables in the body, where they are no annex. */
  readonly body: PaperTables | null
  readonly closing: readonly Paragraph[]
  readonly annexes: readonly PaperAnnex[]
  /** Lines under Nơi nhận, complete with their marks; empty = no such block. */
  readonly recipients: readonly string[]
  readonly signature: PaperSignature | null
  /** Says that nothing here is real; null = it is. */
  readonly demo: string | null
  /** Of the publication: the only date a file may bear, so that its bytes never differ. */
  readonly issuedAt: number
  readonly logo: PlacedLogo | null
}
