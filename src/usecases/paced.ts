/** An act that is asked for more often than it should be done. */
export interface Paced {
  /** Asks for the act: it is done now, or as soon as the pause is over; many askings meanwhile are one. */
  poke(): void
  /** No more of it; resolves when one under way is done. */
  stop(): Promise<void>
}

/** Does `act` at most once in so many milliseconds and never two at a time. It keeps no process alive. `act` must not reject. */
export function paced(millis: number, act: () => Promise<void> | void): Paced {
  let timer: NodeJS.Timeout | undefined
  let [wanted, stopped] = [false, false]
  let underWay: Promise<void> = Promise.resolve()
  const beat = (): void => {
    timer = undefined
    if (!wanted || stopped) return
    wanted = false
    underWay = Promise.resolve(act())
    timer = setTimeout(() => void underWay.then(beat), millis)
    timer.unref()
  }
  return {
    poke: () => {
      wanted = true
      if (timer === undefined) beat()
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
      return underWay
    }
  }
}
