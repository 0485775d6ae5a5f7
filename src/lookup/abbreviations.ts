import { foldText } from '../domain/text.ts'

/**
 * What official papers and people in a hurry shorten, and what they mean by it. A short form widens what words may mean and never takes
 * their plain reading away, so a doubtful one costs little: the more likely meaning comes first. Data of usage, not of law.
 */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  // courts
  TAND: ['tòa án nhân dân'],
  TA: ['tòa án nhân dân', 'tòa án'],
  TAQS: ['tòa án quân sự'],
  KV: ['khu vực'],
  // procuracies: no post serves them, but an agency may be called by one
  VKSND: ['viện kiểm sát nhân dân'],
  VKS: ['viện kiểm sát nhân dân', 'viện kiểm sát'],
  KSND: ['kiểm sát nhân dân'],
  // investigation bodies: whoever asks for "the" body of the police means its office, where papers and calls go (TT 11/2025/TT-BCA)
  CQĐT: ['văn phòng cơ quan cảnh sát điều tra', 'cơ quan cảnh sát điều tra', 'cơ quan an ninh điều tra', 'cơ quan điều tra'],
  CQCSĐT: ['văn phòng cơ quan cảnh sát điều tra', 'cơ quan cảnh sát điều tra'],
  VPCQCSĐT: ['văn phòng cơ quan cảnh sát điều tra'],
  CQANĐT: ['cơ quan an ninh điều tra'],
  CSĐT: ['cảnh sát điều tra'],
  ANĐT: ['an ninh điều tra'],
  CQ: ['cơ quan'],
  VP: ['văn phòng'],
  CSHS: ['cảnh sát hình sự'],
  CSKT: ['cảnh sát kinh tế'],
  CSMT: ['cảnh sát ma túy', 'cảnh sát môi trường'],
  CSGT: ['cảnh sát giao thông'],
  // divisions by their numbers, under today's and the longer former names
  PC01: ['văn phòng cơ quan cảnh sát điều tra'],
  PC02: ['phòng cảnh sát hình sự', 'phòng cảnh sát điều tra tội phạm về trật tự xã hội'],
  PC03: ['phòng cảnh sát kinh tế', 'phòng cảnh sát điều tra tội phạm về tham nhũng, kinh tế, buôn lậu'],
  PC04: ['phòng cảnh sát ma túy', 'phòng cảnh sát điều tra tội phạm về ma túy'],
  PA09: ['phòng an ninh điều tra', 'cơ quan an ninh điều tra'],
  // police by where it is
  CA: ['công an'],
  CAT: ['công an tỉnh'],
  CATP: ['công an thành phố'],
  CAH: ['công an huyện'],
  CAQ: ['công an quận'],
  CATX: ['công an thị xã'],
  CAX: ['công an xã'],
  CAP: ['công an phường'],
  CATT: ['công an thị trấn'],
  // custody
  TTG: ['trại tạm giam'],
  PTTG: ['phân trại tạm giam'],
  NTG: ['nhà tạm giữ'],
  BTG: ['buồng tạm giữ'],
  TG: ['trại giam', 'tạm giam', 'tạm giữ'],
  // bodies with some investigation tasks (Luật Tổ chức cơ quan điều tra hình sự Điều 9)
  BĐBP: ['bộ đội biên phòng'],
  ĐBP: ['đồn biên phòng'],
  BP: ['biên phòng'],
  CKQT: ['cửa khẩu quốc tế'],
  CK: ['cửa khẩu'],
  CSB: ['cảnh sát biển'],
  HKL: ['hạt kiểm lâm'],
  KL: ['kiểm lâm'],
  HQ: ['hải quân'],
  // places; a single letter is read so in a question, and in a name only before a full stop
  T: ['tỉnh'],
  TP: ['thành phố'],
  TPHCM: ['thành phố hồ chí minh'],
  HCM: ['hồ chí minh'],
  TX: ['thị xã'],
  TT: ['thị trấn'],
  H: ['huyện'],
  Q: ['quận'],
  P: ['phường', 'phòng'],
  X: ['xã']
}

const FORMS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(SHORT).map(([short, full]) => [foldText(short), full.map(foldText)])
)

/** How many meanings a short form has at most. */
export const MOST_MEANINGS = Math.max(...[...FORMS.values()].map((full) => full.length))

/** `kv1`, `kv01`: a regional court's number without a space (its name is "khu vực 1": NQ 81/2025/UBTVQH15). */
const REGION = /^kv0*([1-9]\d{0,2})$/

/** What a folded word may be short for, folded too, the likeliest first; empty for a word that is short for nothing. */
export function fullForms(word: string): readonly string[] {
  const region = REGION.exec(word)
  return region === null ? (FORMS.get(word) ?? []) : [`khu vuc ${region[1]}`]
}

/** Courts and procuracies of the people, which are spoken of without saying so. */
const SPOKEN = /(?<= )(toa an|vien kiem sat)(?= (?!nhan dan ))/g

/** Folded words with the "nhân dân" of courts and procuracies said where it was left out. */
export const saidInFull = (folded: string): string => ` ${folded} `.replace(SPOKEN, '$1 nhan dan').trim()

/** A letter before a full stop, as in `P. Đông Kinh`. */
const DOTTED = /(?<![\p{L}\p{N}])[HPQTX]\./giu

const meaning = (word: string, choice: number): string => fullForms(word)[choice] ?? fullForms(word).at(-1) ?? word

/** A name with its short forms written out, each by its `choice`-th meaning (its last, where it has fewer); folded. */
export function writtenOut(name: string, choice: number): string {
  const undotted = name.replace(DOTTED, (letter) => ` ${fullForms(foldText(letter))[0]} `)
  const words = foldText(undotted).split(' ')
  return saidInFull(words.map((word) => (word.length < 2 ? word : meaning(word, choice))).join(' '))
}
