/** A media range of an `Accept` header with its weight (RFC 9110, 12.5.1); a weight that is none is 1. */
function ranges(header: string): { readonly type: string; readonly weight: number }[] {
  return header.split(',').map((part) => {
    const [type = '', ...params] = part.split(';').map((each) => each.trim().toLowerCase())
    const weight = Number(params.find((each) => each.startsWith('q='))?.slice(2) ?? 1)
    return { type, weight: Number.isNaN(weight) ? 1 : weight }
  })
}

/**
 * Of the formats with their media types, the one that the header names first among those it wants most; `otherwise` for a header that
 * names none of them, which is not refused: whoever asks is better served by something than by nothing.
 */
export function acceptedFormat<Format extends string>(
  header: string | undefined,
  types: Readonly<Record<Format, string>>,
  otherwise: Format
): Format {
  const formats = Object.keys(types) as Format[]
  const named = ranges(header ?? '').flatMap(({ type, weight }) => {
    const format = formats.find((each) => types[each].split(';')[0] === type)
    return format === undefined || weight <= 0 ? [] : [{ format, weight }]
  })
  const most = Math.max(...named.map(({ weight }) => weight))
  return named.find(({ weight }) => weight === most)?.format ?? otherwise
}
