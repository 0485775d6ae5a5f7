import { SWAP_FAILURES, type Swap, type SwapFailure } from './swap.ts'
import type { Language, Text } from './wording.ts'

const FAILURE_WORDING: Readonly<Record<SwapFailure, Text>> = {
  DUTY_TAKEN: { vi: 'Một trong hai ca trực đã được giao cho người khác.', en: 'One of the two duties is in other hands by now.' },
  DUTY_CUT: { vi: 'Một trong hai ca trực đã bị chia làm hai.', en: 'One of the two duties was cut in two.' },
  DUTY_BEGUN: { vi: 'Một trong hai ca trực đã bắt đầu.', en: 'One of the two duties has begun.' },
  DUTY_GONE: { vi: 'Một trong hai ca trực không còn trong lịch.', en: 'One of the two duties is no longer in the roster.' },
  ROSTER_RECALLED: { vi: 'Lịch trực đã bị thu hồi.', en: 'The roster was recalled.' },
  AMENDMENT_FAILED: { vi: 'Bản điều chỉnh lịch trực không ban hành được.', en: 'The amendment could not be issued.' }
}

/** Why a swap failed, as a sentence; the words of whoever decided as they are; null when nothing was said. */
export function wordDecision({ status, decision }: Pick<Swap, 'status' | 'decision'>, language: Language): string | null {
  const failure = status === 'failed' ? SWAP_FAILURES.find((each) => each === decision) : undefined
  return failure === undefined ? decision : FAILURE_WORDING[failure][language]
}

/** What the document of a swap gives as its reason; Vietnamese, because documents are. */
export const swapReason = (one: string, other: string, said: string | null): string =>
  `Đổi ca trực giữa ${one} và ${other}${said === null ? '' : `: ${said}`}`
