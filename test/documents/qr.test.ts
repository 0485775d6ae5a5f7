import t from 'tap'
import { qrPng, qrSvg } from '../../src/documents/qr.ts'
import { readQrPng, readQrSvg } from '../support/read-qr.ts'

const ADDRESSES = [
  'http://127.0.0.1:3000/truc/lang-son/toa-an',
  `https://truc.tgpl.example.gov.vn/truc/${'tinh-co-ten-dai-'.repeat(3)}x/${'diem-truc-'.repeat(6)}1`
]

for (const address of ADDRESSES) {
  t.test(`a reader finds the address in both forms: ${address.slice(0, 40)}`, async (t) => {
    t.equal(readQrPng(await qrPng(address)), address)
    t.equal(readQrSvg(await qrSvg(address)), address)
  })
}

t.test('the same address gives the same bytes; the picture runs nothing and fetches nothing', async (t) => {
  const [address = ''] = ADDRESSES
  t.equal(await qrSvg(address), await qrSvg(address))
  t.ok(Buffer.from(await qrPng(address)).equals(Buffer.from(await qrPng(address))))
  t.notMatch(await qrSvg(address), /script|href|style=|on[a-z]+=/)
  t.match(await qrSvg(address), /viewBox="0 0 (\d+) \1"/)
  t.match(await qrSvg(address), 'd="M4 4.5h7', 'four modules of white around it')
})
