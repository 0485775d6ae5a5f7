import type { AgencySector } from '../domain/agency.ts'
import { officialDay, officialMonth } from '../domain/official-date.ts'
import { documentNumber } from '../domain/publication.ts'
import type { PaperAnnex } from './paper.ts'
import { callCentre, nounOf } from './paper-body.ts'
import { type Room, textHeight } from './paper-fit.ts'
import type { PaperSetting } from './paper-setting.ts'
import { capitals, SECTOR_WORDS } from './paper-words.ts'

export const sectorTitle = ({ content }: PaperSetting, sector: AgencySector): string =>
  `Lịch trực trợ giúp pháp lý ${SECTOR_WORDS[sector].where} ${officialMonth(content.month)}`

/** What stands above the tables of an annex but its number, and the room that this takes. */
export interface AnnexHead extends Pick<PaperAnnex, 'title' | 'reference' | 'call'> {
  readonly room: Room
}

export function annexHead(setting: PaperSetting, title: string): AnnexHead {
  const { document, content } = setting
  const issued = `${nounOf(document)} số ${documentNumber(document)} ${officialDay(document.issuedOn)} của ${content.centre.name}`
  const head = { title: capitals(title), reference: `(Kèm theo ${issued})`, call: callCentre(setting) }
  const said = head.call.map(({ text }) => text).join('')
  const call = (width: number): number => (said === '' ? 0 : textHeight(said, width - 36, 13.3) + 6)
  return {
    ...head,
    room: (width) =>
      textHeight('Phụ lục', width, 14) + textHeight(head.title, width, 14, true) + textHeight(head.reference, width, 13) + 6 + call(width)
  }
}
