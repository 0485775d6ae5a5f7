/** Work that is done in steps: between two of them a thread may do something else. The last one gives the result. */
export type Steps<T> = Generator<void, T>

/** The result of steps that are all taken now. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** The result of steps with a rest after each. */
export async function unhurried<T>(steps: Steps<T>, rest: () => Promise<void>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    await rest()
  }
}
