import QRCode from 'qrcode'

/** `M`: a code on a wall is still read with 15 per cent of it scratched; four modules of white around it, as ISO/IEC 18004 asks. */
const OPTIONS = { errorCorrectionLevel: 'M', margin: 4 } as const
/** Pixels of a module: a code of an address is then some 300 pixels wide. */
const SCALE = 8

/** A QR code of the text as SVG, as large as wherever it stands. */
export const qrSvg = (text: string): Promise<string> => QRCode.toString(text, { ...OPTIONS, type: 'svg' })

/** The same as PNG. */
export const qrPng = async (text: string): Promise<Uint8Array> => QRCode.toBuffer(text, { ...OPTIONS, scale: SCALE })
