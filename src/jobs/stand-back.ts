import { setPriority } from 'node:os'

/** How far a thread stands back (nice): whoever asks who is on duty waits for neither, and what people wait for not for a search. */
const NICENESS = { work: 5, search: 10 } as const

/** Gives way to those who ask; on Linux this is the priority of the calling thread alone. */
export const standBack = (from: keyof typeof NICENESS): void => setPriority(0, NICENESS[from])
