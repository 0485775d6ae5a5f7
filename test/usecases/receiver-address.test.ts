import t from 'tap'
import { isPublicAddress, receiverUrl } from '../../src/usecases/receiver-address.ts'

const addresses = [
  ['8.8.8.8', true],
  ['203.162.4.190', true],
  ['2001:ee0:4000::1', true],
  ['127.0.0.1', false],
  ['127.8.9.1', false],
  ['10.0.0.1', false],
  ['172.16.0.1', false],
  ['172.32.0.1', true],
  ['192.168.1.1', false],
  ['100.64.0.1', false],
  ['169.254.169.254', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['240.0.0.1', false],
  ['255.255.255.255', false],
  ['198.18.0.1', false],
  ['192.0.2.1', false],
  ['::1', false],
  ['::', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:8.8.8.8', true],
  ['::10.0.0.1', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['2001:0:53aa:64c::1', false],
  ['2001:db8::1', false],
  ['fc00::1', false],
  ['fd12:3456::1', false],
  ['fe80::1', false],
  ['fec0::1', false],
  ['ff02::1', false],
  ['4000::1', false],
  ['example.vn', false],
  ['', false]
] as const
for (const [address, open] of addresses) {
  t.test(`${address || 'nothing'} is ${open ? 'on the open Internet' : 'not sent to'}`, async (t) =>
    t.equal(isPublicAddress(address), open)
  )
}

const refused = [
  ['http://toa.example/hook', 'BAD_URL'],
  ['ftp://toa.example/', 'BAD_URL'],
  ['https://user:secret@toa.example/', 'BAD_URL'],
  ['https://:secret@toa.example/', 'BAD_URL'],
  ['toa.example/hook', 'BAD_URL'],
  ['', 'BAD_URL'],
  ['https://', 'BAD_URL'],
  ['https://127.0.0.1/', 'ADDRESS_FORBIDDEN'],
  ['https://2130706433/', 'ADDRESS_FORBIDDEN'],
  ['https://0x7f000001/', 'ADDRESS_FORBIDDEN'],
  ['https://0177.0.0.1/', 'ADDRESS_FORBIDDEN'],
  ['https://127.1/', 'ADDRESS_FORBIDDEN'],
  ['https://[::1]/', 'ADDRESS_FORBIDDEN'],
  ['https://[::ffff:7f00:1]/', 'ADDRESS_FORBIDDEN'],
  ['https://[::ffff:10.0.0.1]:8443/x', 'ADDRESS_FORBIDDEN'],
  ['https://169.254.169.254/latest/meta-data', 'ADDRESS_FORBIDDEN'],
  ['https://0.0.0.0/', 'ADDRESS_FORBIDDEN'],
  ['https://10.1.2.3/', 'ADDRESS_FORBIDDEN'],
  ['https://localhost/', 'ADDRESS_FORBIDDEN'],
  ['https://LOCALHOST./', 'ADDRESS_FORBIDDEN'],
  ['https://hook.localhost/', 'ADDRESS_FORBIDDEN']
] as const
for (const [url, code] of refused) {
  t.test(`${url || 'nothing'} is refused`, async (t) => t.throws(() => receiverUrl(url, false), { code }))
}

t.test('an address on the open Internet stands as it is written', async (t) => {
  t.equal(receiverUrl('https://toa.example:8443/hook?x=1', false).href, 'https://toa.example:8443/hook?x=1')
  t.equal(receiverUrl('https://8.8.8.8/', false).href, 'https://8.8.8.8/')
})

t.test('what the configuration allows: private addresses and plain http, but nothing else', async (t) => {
  t.equal(receiverUrl('http://127.0.0.1:8080/hook', true).href, 'http://127.0.0.1:8080/hook')
  t.throws(() => receiverUrl('ftp://127.0.0.1/', true), { code: 'BAD_URL' })
  t.throws(() => receiverUrl('http://a:b@127.0.0.1/', true), { code: 'BAD_URL' })
})
