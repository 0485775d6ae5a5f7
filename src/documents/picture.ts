import { crc32, inflateSync } from 'node:zlib'
import { imageSize } from 'image-size'

/** The pictures that papers can show. */
export const PICTURE_TYPES = ['png', 'jpg'] as const
export type PictureType = (typeof PICTURE_TYPES)[number]

/** What a picture is, read from its own bytes. */
export interface Picture {
  readonly type: PictureType
  /** In pixels. */
  readonly width: number
  readonly height: number
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const JPEG = Buffer.from('ffd8ff', 'hex')
const END_OF_JPEG = Buffer.from('ffd9', 'hex')
/** Length, name and checksum around the data of a PNG chunk. */
const [LENGTH, NAME, CHECKSUM] = [4, 4, 4]
/** What a PNG may unpack to: 16 bits a channel, four channels, of the largest picture that anybody lets in here. */
const MOST_PIXEL_BYTES = 64 * 1024 * 1024

const begins = (bytes: Buffer, mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark)

function typeOf(bytes: Buffer): PictureType | undefined {
  if (begins(bytes, PNG)) return 'png'
  return begins(bytes, JPEG) ? 'jpg' : undefined
}

/** The data of every chunk, with its name; undefined when one is cut short, has another checksum, or none ends the picture. */
function chunksOf(bytes: Buffer): readonly (readonly [name: string, data: Buffer])[] | undefined {
  const chunks: [string, Buffer][] = []
  for (let at = PNG.length; at + LENGTH + NAME + CHECKSUM <= bytes.length; ) {
    const end = at + LENGTH + NAME + bytes.readUInt32BE(at)
    if (end + CHECKSUM > bytes.length) return undefined
    const named = bytes.subarray(at + LENGTH, end)
    if (crc32(named) !== bytes.readUInt32BE(end)) return undefined
    chunks.push([named.toString('latin1', 0, NAME), named.subarray(NAME)])
    at = end + CHECKSUM
  }
  return chunks.at(-1)?.[0] === 'IEND' ? chunks : undefined
}

/** Whether the pixels can be unpacked: what a paper shows must not fail when it is drawn. */
function isWholePng(bytes: Buffer): boolean {
  const pixels = chunksOf(bytes)?.filter(([name]) => name === 'IDAT') ?? []
  try {
    return inflateSync(Buffer.concat(pixels.map(([, data]) => data)), { maxOutputLength: MOST_PIXEL_BYTES }).length > 0
  } catch {
    return false
  }
}

const isWhole = (bytes: Buffer, type: PictureType): boolean =>
  type === 'png' ? isWholePng(bytes) : bytes.subarray(-END_OF_JPEG.length).equals(END_OF_JPEG)

/** What picture the bytes are; undefined when they are no PNG or JPEG, or one that is broken. The beginning decides, never a name. */
export function readPicture(bytes: Buffer): Picture | undefined {
  const type = typeOf(bytes)
  if (type === undefined || !isWhole(bytes, type)) return undefined
  try {
    const { width, height } = imageSize(bytes)
    return width > 0 && height > 0 ? { type, width, height } : undefined
  } catch {
    return undefined
  }
}
