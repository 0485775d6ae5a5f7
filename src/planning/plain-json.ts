/** The value as JSON can hold it: whole numbers of any size as text, typed arrays as lists. */
export const plainJson = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) => {
      if (typeof part === 'bigint') return String(part)
      return ArrayBuffer.isView(part) && !(part instanceof DataView) ? Array.from(part as unknown as Iterable<number>) : part
    }) ?? 'null'
  )
