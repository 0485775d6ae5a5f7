const VOID = new Set(['meta', 'link', 'br', 'img', 'input', 'hr'])
const TAG = /<!doctype html>|<\/([a-z][a-z0-9]*)>|<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<]*")?)*)\s*(\/?)>/gi

/** What is wrong with the markup: tags that do not nest, bare `<` or `&`, ids given twice. */
export function faults(markup: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [whole, closing, opening, , slash] of markup.matchAll(TAG)) {
    if (closing !== undefined && open.pop() !== closing) wrong.push(`${whole} closes something else`)
    if (opening !== undefined && slash === '' && !VOID.has(opening)) open.push(opening)
  }
  const text = markup.replace(TAG, '')
  if (/[<>]/.test(text)) wrong.push(`a bare < or > near ${/.{0,20}[<>].{0,20}/.exec(text)?.[0]}`)
  const bare = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);).{0,20}/i.exec(text)
  if (bare) wrong.push(`a bare ${bare[0]}`)
  return [...wrong, ...open.map((tag) => `<${tag}> is never closed`)]
}
