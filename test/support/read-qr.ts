import { createRequire } from 'node:module'
import jsQR from 'jsqr'

/** QR codes read back by a program that did not write them. */

interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

const { PNG } = createRequire(import.meta.url)('pngjs') as { PNG: { sync: { read(bytes: Uint8Array): Pixels } } }

const decode = ({ data, width, height }: Pixels): string | undefined => jsQR.default(new Uint8ClampedArray(data), width, height)?.data

/** The text of a PNG; undefined when no code is seen on it. */
export const readQrPng = (bytes: Uint8Array): string | undefined => decode(PNG.sync.read(bytes))

const MODULE = 6
const STEP = /([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?/g

/** The text of an SVG whose dark modules are strokes one unit high along rows: drawn by hand, then read. */
export function readQrSvg(svg: string): string | undefined {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1])
  const path = /stroke="#000000" d="([^"]+)"/.exec(svg)?.[1] ?? ''
  const side = size * MODULE
  const data = new Uint8Array(side * side * 4).fill(255)
  let [x, y] = [0, 0]
  for (const [, command, first, second = '0'] of path.matchAll(STEP)) {
    const [a, b] = [Number(first), Number(second)]
    if (command === 'h')
      fill(data, side, { x, y: Math.floor(y), width: a })
      // of an `h` there is no second number
    ;[x, y] = command === 'M' ? [a, b] : [x + a, y + b]
  }
  return decode({ data, width: side, height: side })
}

function fill(data: Uint8Array, side: number, { x, y, width }: { x: number; y: number; width: number }): void {
  for (let row = y * MODULE; row < (y + 1) * MODULE; row += 1) {
    for (let column = x * MODULE; column < (x + width) * MODULE; column += 1)
      data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3)
  }
}
