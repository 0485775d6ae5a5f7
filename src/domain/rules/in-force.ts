import type { Day, Period } from '../day.ts'

const since = (from: string): Period => ({ from: from as Day, to: null })

/** From when each source of our rules applies; a successor gets a line of its own and ends the one before. */
export const IN_FORCE = {
  /** Luật Trợ giúp pháp lý 2017 Art. 47: in force from 1 January 2018. */
  legalAidLaw: since('2018-01-01'),
  /** TTLT 10/2018/TTLT-BTP-BCA-BQP-BTC-TANDTC-VKSNDTC: in force from 1 September 2018. */
  jointCircular: since('2018-09-01'),
  /** Bộ luật Lao động 2019 Art. 220: in force from 1 January 2021. */
  labourCode: since('2021-01-01'),
  /** Chương trình phối hợp 5789/CTPH-BTP-BCA: in force on the day it was signed. */
  programme5789: since('2023-11-27'),
  /** What centres set for themselves, as long as there is the law that they carry out. */
  policy: since('2018-01-01')
} as const
